package org.partita.admin.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.partita.admin.shell.text.Command;
import org.partita.admin.shell.text.Option;
import org.partita.admin.shell.text.Usage;
import org.partita.admin.shell.view.GicView;
import org.partita.admin.shell.view.MemoryView;
import org.partita.admin.shell.view.MpuView;
import org.partita.api.admin.Platform;

/** Commands of the scope hw: hardware models. */
@Component(service = HwCommands.class, immediate = true)
@GogoCommand(
        scope = "hw",
        function = {"memory", "mpu", "gic", "irq", "smmu", "dma"})
public final class HwCommands {
    static final Usage MEMORY = new Usage("hw", "memory", "", 0, 0, List.of(Option.JSON), "hw:memory");

    static final Usage MPU = new Usage("hw", "mpu", "ID", 1, 1, List.of(Option.JSON), "hw:mpu TFM_SP_ITS");

    static final Option LEVEL = new Option(
            "--level", "on|off", "assert or deassert the wire of a level-sensitive interrupt, instead of an edge");
    static final Usage GIC = new Usage("hw", "gic", "", 0, 0, List.of(Option.JSON), "hw:gic");
    static final Usage IRQ = new Usage("hw", "irq", "INTID [PE]", 1, 2, List.of(LEVEL, Option.JSON), "hw:irq 40");
    static final Usage SMMU =
            new Usage("hw", "smmu", "[SEPID]", 0, 1, List.of(DeviceCalls.CONSUME, Option.JSON), "hw:smmu");
    static final Usage DMA = new Usage(
            "hw",
            "dma",
            "SEPID read|write ADDRESS LENGTH",
            4,
            4,
            List.of(DeviceCalls.FILL, Option.JSON),
            "hw:dma 0xc001 read 0x6300000 64");

    static final List<Usage> USAGES = List.of(MEMORY, MPU, GIC, IRQ, SMMU, DMA);

    private final Command command;

    /** Without a platform the commands stay, and say that it isn't there. */
    @Activate
    public HwCommands(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Platform platform) {
        command = new Command(platform);
    }

    @Descriptor("ranges of physical memory")
    public void memory(CommandSession session, @Nullable String[] words) {
        command.run(MEMORY, session, words, (p, a) -> MemoryView.of(p.memory()));
    }

    @Descriptor(
            "the MPU's regions while a partition of FF-M runs, at isolation levels 2 and 3: who may access what, whose it is")
    public void mpu(CommandSession session, @Nullable String[] words) {
        command.run(
                MPU,
                session,
                words,
                (p, a) -> MpuView.of(p.ffm().isolation(), p.ffm().mpu(Endpoints.id(p, a.at(0)))));
    }

    @Descriptor("the interrupt controller: interrupts that are set up, what is pending or active, what each PE is told")
    public void gic(CommandSession session, @Nullable String[] words) {
        command.run(GIC, session, words, (p, a) -> GicView.of(p.interrupts()));
    }

    @Descriptor("a device raises an interrupt; of an SGI or PPI that of a PE, 0 without one")
    public void irq(CommandSession session, @Nullable String[] words) {
        command.run(IRQ, session, words, InterruptCalls::irq);
    }

    @Descriptor(
            "streams of the SMMUs, whose stage 2 each has, and the events that are queued; with a SEPID, its stage 2")
    public void smmu(CommandSession session, @Nullable String[] words) {
        command.run(SMMU, session, words, DeviceCalls::smmu);
    }

    @Descriptor(
            "an access of a device to memory, through its SMMU: SEPID, or the ID of the partition that the device is assigned to")
    public void dma(CommandSession session, @Nullable String[] words) {
        command.run(DMA, session, words, DeviceCalls::dma);
    }
}
