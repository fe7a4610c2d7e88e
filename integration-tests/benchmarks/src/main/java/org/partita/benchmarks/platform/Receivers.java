package org.partita.benchmarks.platform;

import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;

/** The partitions that are measured: the same work as the receivers of the prototype. */
final class Receivers {
    private Receivers() {}

    /** Never asked: somebody else makes calls in its context. */
    static final class Sender implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            throw new IllegalStateException("a sender was asked by " + request.sender());
        }
    }

    static final class Same implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, request.x(3), request.x(7));
        }
    }

    static final class Sum implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, request.x(3) + request.x(4), request.x(7));
        }
    }

    static final class Inverse implements CallbackPartition {
        @Override
        public void directRequest(DirectRequest request) {
            respond(request, ~request.x(3), ~request.x(7));
        }
    }

    private static void respond(DirectRequest request, long x3, long x7) {
        request.respond(3, x3);
        request.respond(4, request.x(4));
        request.respond(5, request.x(5));
        request.respond(6, request.x(6));
        request.respond(7, x7);
    }
}
