package org.partita.partition.client;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.partita.api.partition.PartitionContext;
import org.partita.api.partition.Partitions.PartitionOf;
import org.partita.api.partition.ThreadedPartition;

/** VM 1. */
@Component(service = ThreadedPartition.class, configurationPid = Settings.PID)
@PartitionOf(manifest = "client1.dts")
@Designate(ocd = Settings.class)
public final class FirstClient implements ThreadedPartition {
    private final Vm vm;

    @Activate
    public FirstClient(Settings settings) {
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
