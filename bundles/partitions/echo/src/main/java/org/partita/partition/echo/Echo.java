package org.partita.partition.echo;

import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.Partitions.PartitionOf;

/** Returns x3 to x7 of a direct request unchanged. */
@Component(service = CallbackPartition.class)
@PartitionOf(manifest = "echo.dts")
public final class Echo implements CallbackPartition {
    @Override
    public void directRequest(DirectRequest request) {
        request.respond(3, request.x(3));
        request.respond(4, request.x(4));
        request.respond(5, request.x(5));
        request.respond(6, request.x(6));
        request.respond(7, request.x(7));
    }
}
