package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** What a partition leaves behind when it is unloaded. */
@PlatformTest(ReferencePlatform.class)
class UnloadIT {
    private static final long SECRET = 0x5ec2e7L;

    @Inject
    BundleContext framework;

    @ParameterizedTest(name = "partition {0}")
    @CsvSource({"0x8061, 0x06900000, 3", "0x61, 0x91000000, 11"})
    void whoGetsItsMemoryNextFindsZeroes(int id, long address, int attributes) throws Exception {
        Platform platform = new Running(framework).platform();
        assertThat(swapped(platform, manifest("first", id, address, attributes), address))
                .isZero();
        assertThat(swapped(platform, manifest("second", id, address, attributes), address))
                .isZero();
    }

    private static Dts manifest(String name, int id, long address, int attributes) {
        Dts dts = id < 0x8000 ? Dts.vm(name, id) : Dts.sp(name, id);
        return dts.memory("ram", address, 2, attributes);
    }

    /** Loads a partition, asks it to leave the secret in its memory, unloads it; what was there before the secret. */
    private long swapped(Platform platform, Dts manifest, long address) {
        try (TestPartitions partitions = new TestPartitions(framework, platform)) {
            int id = partitions.callback(manifest, request -> {
                request.respond(3, request.context().memory().read64(address + 0x1008));
                request.context().memory().write64(address + 0x1008, SECRET);
                request.respond(4, request.context().memory().read64(address + 0x1008));
            });
            try (Abi vm = new Abi(platform, 1)) {
                vm.direct64(id);
                assertThat(vm.registers().x4).isEqualTo(SECRET);
                return vm.registers().x3;
            }
        }
    }
}
