package org.partita.partition.client;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** VM 2; its settings are those of VM 1. */
@Component(service = ThreadedPartition.class, configurationPid = Settings.PID)
@PartitionOf(manifest = "client2.dts")
public final class SecondClient implements ThreadedPartition {
    private final Vm vm;

    @Activate
    public SecondClient(Settings settings) {
        vm = new Vm(settings.traffic().equals("on"));
    }

    @Override
    public void main(PartitionContext context) {
        vm.run(context);
    }

    @Override
    public void interrupt(PartitionContext context) {
        Vm.interrupted(context);
    }
}
