package org.partita.it.memory.model;

import java.util.List;
import java.util.stream.Collectors;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;

/** A call of an endpoint, as its registers and descriptor say it. */
sealed interface Operation {
    int caller();

    String name();

    /** Those whom it names as Receivers. */
    default List<Integer> endpoints() {
        return List.of();
    }

    /** FFA_MEM_DONATE, FFA_MEM_LEND, FFA_MEM_SHARE; no ranges: no composite descriptor. */
    record Send(
            TransactionType type,
            int caller,
            int sender,
            long handle,
            long tag,
            MemoryAttributes attributes,
            int flags,
            List<ConstituentRange> ranges,
            List<EndpointAccess> receivers)
            implements Operation {
        @Override
        public String name() {
            return type.name();
        }

        @Override
        public List<Integer> endpoints() {
            return receivers.stream().map(EndpointAccess::endpoint).toList();
        }

        @Override
        public String toString() {
            return "%04x %s sender %04x handle %x tag %d %s flags %x to %s: %s"
                    .formatted(
                            caller,
                            type,
                            sender,
                            handle,
                            tag,
                            attributes,
                            flags,
                            entries(receivers),
                            Operation.ranges(ranges));
        }
    }

    /** FFA_MEM_RETRIEVE_REQ; RX is given back at once unless it is kept. */
    record Retrieve(
            int caller,
            int sender,
            long handle,
            long tag,
            MemoryAttributes attributes,
            int flags,
            List<EndpointAccess> entries,
            boolean keepsRx)
            implements Operation {
        @Override
        public String name() {
            return "RETRIEVE";
        }

        @Override
        public List<Integer> endpoints() {
            return entries.stream().map(EndpointAccess::endpoint).toList();
        }

        @Override
        public String toString() {
            return "%04x RETRIEVE sender %04x handle %x tag %d %s flags %x entries %s%s"
                    .formatted(
                            caller,
                            sender,
                            handle,
                            tag,
                            attributes,
                            flags,
                            Operation.entries(entries),
                            keepsRx ? ", keeps RX" : "");
        }
    }

    /** FFA_MEM_RELINQUISH. */
    record Relinquish(int caller, long handle, boolean zero, boolean timeSlice, List<Integer> endpoints)
            implements Operation {
        @Override
        public String name() {
            return "RELINQUISH";
        }

        @Override
        public String toString() {
            return "%04x RELINQUISH handle %x%s%s for %s"
                    .formatted(caller, handle, zero ? " zero" : "", timeSlice ? " time slice" : "", endpoints);
        }
    }

    /** FFA_MEM_RECLAIM. */
    record Reclaim(int caller, long handle, int flags) implements Operation {
        @Override
        public String name() {
            return "RECLAIM";
        }

        @Override
        public String toString() {
            return "%04x RECLAIM handle %x flags %x".formatted(caller, handle, flags);
        }
    }

    /** FFA_RX_RELEASE. */
    record Release(int caller) implements Operation {
        @Override
        public String name() {
            return "RELEASE";
        }
    }

    /** A direct request at which the other endpoint crashes. */
    record Crash(int caller, int victim) implements Operation {
        @Override
        public String name() {
            return "CRASH";
        }

        @Override
        public String toString() {
            return "%04x CRASHES by a request of %04x".formatted(victim, caller);
        }
    }

    /** An endpoint that has crashed is unloaded, and loaded again with pages that are free. */
    record Reload(int caller) implements Operation {
        @Override
        public String name() {
            return "RELOAD";
        }

        @Override
        public String toString() {
            return "%04x is LOADED AGAIN".formatted(caller);
        }
    }

    /** A share of very many ranges, and its end. */
    record Lengthy(int caller, int receiver) implements Operation {
        @Override
        public String name() {
            return "LENGTHY";
        }
    }

    /** The caller unmaps its buffers after the first fragment of the descriptor. */
    record Unmapped(Operation call) implements Operation {
        @Override
        public int caller() {
            return call.caller();
        }

        @Override
        public String name() {
            return call.name();
        }
    }

    /** The caller has begun as many functions as it may. */
    record Crowded(Operation call) implements Operation {
        @Override
        public int caller() {
            return call.caller();
        }

        @Override
        public String name() {
            return call.name();
        }
    }

    /** The Owner of the region crashes while the call is paused. */
    record Orphaned(Operation call, Crash crash) implements Operation {
        @Override
        public int caller() {
            return call.caller();
        }

        @Override
        public String name() {
            return call.name();
        }
    }

    /** What the independent device does of its own accord. */
    record Act(Kind kind, long handle) implements Operation {
        enum Kind {
            USES,
            RESTS,
            GIVES_BACK
        }

        @Override
        public int caller() {
            return Model.INDEPENDENT;
        }

        @Override
        public String name() {
            return "DEVICE";
        }

        @Override
        public String toString() {
            return "%04x %s handle %x".formatted(caller(), kind, handle);
        }
    }

    private static String ranges(List<ConstituentRange> ranges) {
        return ranges.stream()
                .map(r -> Long.toHexString(r.address()) + "*" + r.pages())
                .collect(Collectors.joining(" "));
    }

    private static String entries(List<EndpointAccess> entries) {
        return entries.stream()
                .map(e -> "%04x %s %s%s%s"
                        .formatted(
                                e.endpoint(),
                                e.data(),
                                e.instruction(),
                                e.nonRetrieval() ? " other" : "",
                                e.region() == null
                                        ? ""
                                        : " at " + ranges(e.region().ranges())))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
