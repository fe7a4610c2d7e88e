package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.receiver;
import static org.partita.it.memory.MemoryAbi.writer;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Mapping;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ManifestFolder;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** VMs and an independent device of the Normal world: the Hypervisor is their Relayer (FF-A Table 5.7 row 2, 5.3). */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
class NonSecureDevicesIT {
    private static final int VM = 1;
    private static final int DEVICE = 0x4001;
    private static final long HEAP = 0x90002000L;
    private static final long RING = 0x90100000L;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private ManifestFolder manifests;
    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        manifests = new ManifestFolder(framework, folder);
        manifests
                .callback(
                        Dts.vm("vm", VM)
                                .memory("rx", 0x90000000L, 1, 0x9)
                                .memory("tx", 0x90001000L, 1, 0xB)
                                .memory("heap", HEAP, 8, 0xB)
                                .buffers(),
                        request -> {})
                .callback(Dts.sp("sp", 0x8001).memory("ram", 0x06900000L, 1, 3), request -> {})
                .write(
                        "nic.dts",
                        Dts.independent("nic", DEVICE)
                                .without("partita,secure")
                                .memory("ring", RING, 1, 0xB)
                                .device("regs", 0x1C010000L, 1, 0xB, "smmu-id = <0>; stream-ids = <0x10>;")
                                .text());
        platform = new Running(framework).restarted(manifests.key());
    }

    @AfterEach
    void close() {
        platform.trace().stop();
        platform.partitions().forEach(p -> platform.unload(p.id()));
        manifests.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = FunctionId.class,
            names = {"FFA_MEM_DONATE", "FFA_MEM_LEND", "FFA_MEM_SHARE"})
    @Shows({
        "FFA-5.5.1-12",
        "FFA-5.3-2",
        "FFA-5.2.1-2",
        "FFA-5.10.2-3",
        "FFA-11.1.1.2-12",
        "FFA-11.1.1.2-14",
        "FFA-5.6.2-4",
        "FFA-5.7.2-4",
        "FFA-5.8.2-4",
        "FFA-11.7.1.2-1"
    })
    void theHypervisorMapsForAnIndependentDevice(FunctionId function) {
        boolean donated = function == FunctionId.FFA_MEM_DONATE;
        EndpointAccess to = donated ? receiver(DEVICE) : writer(DEVICE);
        Dma nic = Dma.of(platform, DEVICE);
        nic.write(RING, 1);
        nic.cantRead(HEAP, Type.F_TRANSLATION);
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0)) {
            vm.write(HEAP, 42);
            platform.trace().start("");
            long handle = vm.handle(function, List.of(pages(HEAP, 2)), to);
            platform.trace().stop();

            assertThat(handle).as("allocated by the Hypervisor").isNegative();
            assertThat(platform.trace().show(100)).extracting(Crossing::to).containsExactly("Hypervisor", "vm");
            Mapping there = platform.devices().sepid(DEVICE).regions().stream()
                    .filter(m -> m.name().startsWith("grant"))
                    .findFirst()
                    .orElseThrow();
            assertThat(there.secure()).isFalse();
            assertThat(nic.read(there.address())).isEqualTo(42);
            nic.write(there.address() + 0x1000, 43);
            if (donated) {
                assertThat(platform.holdings())
                        .filteredOn(h -> h.base() == HEAP)
                        .singleElement()
                        .satisfies(h -> {
                            assertThat(h.owner()).isEqualTo(DEVICE);
                            assertThat(h.state(DEVICE).acronym()).isEqualTo("Owner-EA");
                            assertThat(h.state(VM).acronym()).isEqualTo("!Owner-NA");
                        });
                vm.reclaim(handle).refused(Status.INVALID_PARAMETERS, "FFA-11.7.1.2-1");
            } else {
                vm.reclaim(handle).success();
                assertThat(vm.read(HEAP + 0x1000)).isEqualTo(43);
                nic.cantRead(there.address(), Type.F_TRANSLATION);
            }
        }
    }
}
