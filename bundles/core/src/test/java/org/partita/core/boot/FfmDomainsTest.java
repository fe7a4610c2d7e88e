package org.partita.core.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.partita.api.ffm.manifest.PartitionType.APPLICATION_ROT;
import static org.partita.api.ffm.manifest.PartitionType.PSA_ROT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.admin.PartitaException;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffm.manifest.FfmPartition;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;
import org.partita.api.ffm.manifest.MmioRegion;
import org.partita.api.ffm.manifest.PartitionModel;
import org.partita.api.ffm.manifest.PartitionType;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryRange;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.core.execution.CrossingLog;
import org.partita.core.execution.FakeMemory;
import org.partita.core.execution.FakeMpu;
import org.partita.core.execution.FfmPlatforms;
import org.partita.core.execution.Hub;
import org.partita.core.execution.SpmDomain;
import org.partita.core.execution.Time;
import org.partita.core.state.Memory;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** Who may access what at isolation levels 2 and 3 (FF-M 3.1.5). */
class FfmDomainsTest {
    private static final MemoryRange SECURE = new MemoryRange(0x3000_0000L, 0x10_0000, true, false, "secure-sram");
    private static final MemoryRange DEVICES = new MemoryRange(0x5000_0000L, 0x1_0000, true, true, "devices");
    private static final MemoryRange NORMAL = new MemoryRange(0x2000_0000L, 0x10_0000, false, false, "sram");
    private static final MmioRegion TIMER = new MmioRegion.Numbered(0x5000_0000L, 0x20, true);
    private static final MmioRegion FUSES = new MmioRegion.Numbered(0x5000_1000L, 0x100, false);

    private static final FfmPartition CRYPTO = partition(256, "CRYPTO", PSA_ROT);
    private static final FfmPartition ITS = partition(257, "ITS", PSA_ROT);
    private static final FfmPartition STORE = partition(258, "STORE", APPLICATION_ROT, TIMER);
    private static final FfmPartition APP = partition(259, "APP", APPLICATION_ROT, FUSES);

    private static FfmPartition partition(int id, String name, PartitionType type, MmioRegion... regions) {
        return FfmPlatforms.partition(id, name, type, PartitionModel.SFN, regions);
    }

    private static Memory memory(MemoryRange... ranges) {
        WiringFactory factory = new WiringFactory(1);
        Hub hub = new Hub(
                FfmPlatforms.wiring(factory, 0, FfmPlatforms.bound(RoleTable.MEMORY, new FakeMemory(ranges))),
                new CrossingLog(1, Time.real()));
        return new Memory(hub);
    }

    private static FfmLayout layout(FfmPlatform platform) {
        return new FfmLayout(memory(NORMAL, SECURE, DEVICES), platform, 2);
    }

    private static FfmDomains domains(IsolationLevel level, FfmPartition... partitions) {
        FfmPlatform platform = FfmPlatforms.of(level, partitions);
        return new FfmDomains(platform, layout(platform));
    }

    private static SpmDomain domain(FfmDomains domains, FfmPartition p) {
        SpmDomain d = domains.of(p);
        assertThat(d).isNotNull();
        return d;
    }

    private static MpuRegion memory(long base, long size) {
        return new MpuRegion(
                base,
                base + size - 1,
                MpuPermissions.READ_WRITE,
                true,
                MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
    }

    private static MpuRegion device(long base, long size, MpuPermissions permissions) {
        return new MpuRegion(base, base + size - 1, permissions, true, MemoryAttributes.DEVICE_NGNRNE);
    }

    private static boolean reaches(FfmDomains domains, FfmLayout layout, FfmPartition from, FfmPartition to) {
        FfmLayout.Area a = layout.area(to);
        boolean reads = domain(domains, from).permits(a.base(), a.size(), false);
        assertThat(domain(domains, from).permits(a.base(), a.size(), true)).isEqualTo(reads);
        return reads;
    }

    /** FF-M isolation levels: 2 protects the PSA RoT from the Application RoT, 3 every partition from the others. */
    @ParameterizedTest
    @CsvSource({
        "PSA_ROT, PSA_ROT, PSA_ROT, true",
        "PSA_ROT, PSA_ROT, APPLICATION_ROT, true",
        "PSA_ROT, APPLICATION_ROT, APPLICATION_ROT, true",
        "PSA_ROT, APPLICATION_ROT, PSA_ROT, false",
        "PARTITIONS, PSA_ROT, PSA_ROT, false",
        "PARTITIONS, PSA_ROT, APPLICATION_ROT, false",
        "PARTITIONS, APPLICATION_ROT, APPLICATION_ROT, false",
        "PARTITIONS, APPLICATION_ROT, PSA_ROT, false"
    })
    void theLevelSaysWhoseMemoryAPartitionReaches(
            IsolationLevel level, PartitionType from, PartitionType to, boolean reaches) {
        FfmPartition one = partition(300, "ONE", from);
        FfmPartition other = partition(301, "OTHER", to);
        FfmPlatform platform = FfmPlatforms.of(level, one, other);
        FfmLayout layout = layout(platform);
        FfmDomains domains = new FfmDomains(platform, layout);

        assertThat(reaches(domains, layout, one, other)).isEqualTo(reaches);
        assertThat(reaches(domains, layout, one, one)).isTrue();
        assertThat(domain(domains, one).permits(NORMAL.base(), NORMAL.size(), true))
                .isTrue();
        assertThat(domain(domains, one).level()).isEqualTo(level);
    }

    @Test
    void level1HasNoTables() {
        FfmDomains domains = domains(IsolationLevel.SPE, CRYPTO, STORE);
        assertThat(domains.of(CRYPTO)).isNull();
        assertThat(domains.of(STORE)).isNull();
        assertThat(domains.objection(FfmPlatforms.bound(RoleTable.MPU, new FakeMpu(1))))
                .isEmpty();
    }

    @Test
    void atLevel2ThePsaRotIsPrivilegedAndHasTheDefaultMemoryMap() {
        FfmDomains domains = domains(IsolationLevel.PSA_ROT, CRYPTO, STORE, ITS);
        SpmDomain psa = domain(domains, CRYPTO);
        assertThat(psa.privileged()).isTrue();
        assertThat(psa.table().privilegedDefault()).isTrue();
        assertThat(psa.table().regions()).isEmpty();
        assertThat(domains.of(ITS)).isSameAs(psa);
    }

    @Test
    void atLevel2TheApplicationRotIsOneDomain() {
        FfmDomains domains = domains(IsolationLevel.PSA_ROT, STORE, CRYPTO, APP);
        SpmDomain application = domain(domains, STORE);
        assertThat(domains.of(APP)).isSameAs(application);
        assertThat(application.privileged()).isFalse();
        assertThat(application.table().privilegedDefault()).isFalse();
        // CRYPTO's two pages come first
        assertThat(application.table().regions())
                .containsExactly(
                        memory(0x3000_2000L, 0x4000),
                        device(0x5000_0000L, 0x20, MpuPermissions.READ_WRITE),
                        device(0x5000_1000L, 0x100, MpuPermissions.READ_ONLY),
                        memory(0x2000_0000L, 0x10_0000));
        assertThat(application.owners())
                .containsExactly("STORE, APP", "STORE, devices", "APP, devices", "the Non-secure world, sram");
    }

    @Test
    void atLevel3EachPartitionHasItsOwnMemoryAndItsOwnDevices() {
        FfmDomains domains = domains(IsolationLevel.PARTITIONS, CRYPTO, STORE, APP);
        assertThat(domain(domains, CRYPTO).table().regions())
                .containsExactly(memory(0x3000_0000L, 0x2000), memory(0x2000_0000L, 0x10_0000));
        assertThat(domain(domains, CRYPTO).privileged()).isFalse();
        assertThat(domain(domains, APP).table().regions())
                .containsExactly(
                        memory(0x3000_4000L, 0x2000),
                        device(0x5000_1000L, 0x100, MpuPermissions.READ_ONLY),
                        memory(0x2000_0000L, 0x10_0000));
        assertThat(domain(domains, APP).permits(0x5000_1000L, 4, false)).isTrue();
        assertThat(domain(domains, APP).permits(0x5000_1000L, 4, true)).isFalse();
        assertThat(domain(domains, STORE).permits(0x5000_1000L, 4, false)).isFalse();
        assertThat(domain(domains, STORE).permits(0x5000_0000L, 0x20, true)).isTrue();
    }

    @Test
    void anMpuNeedsAsManyRegionsAsTheLargestTable() {
        FfmDomains domains = domains(IsolationLevel.PSA_ROT, CRYPTO, STORE, APP);
        assertThat(domains.objection(FfmPlatforms.bound(RoleTable.MPU, new FakeMpu(4))))
                .isEmpty();
        assertThat(domains.objection(FfmPlatforms.bound(RoleTable.MPU, new FakeMpu(3))))
                .isEqualTo("isolation level 2 takes 4 regions of the MPU for STORE, APP, org.partita.test:0.1.0 has 3:"
                        + " see regions of org.partita.hardware.mpu");
        assertThat(domains.objection(FfmPlatforms.bound(RoleTable.MEMORY, new FakeMemory())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0x50000010, 0x20, multiple of 32 bytes",
        "0x50000000, 0x21, multiple of 32 bytes",
        "0x50000000, 0x20, 'region 1, 0x50000000 to 0x5000001f, and region 2, 0x50000000 to 0x5000001f, overlap'",
        "0x60000000, 0x20, 'partition APP: mmio_regions: 0x60000000: nothing is there'",
        "0x20000000, 0x20, overlap"
    })
    void deviceMemoryThatRegionsCanNotDescribeIsRefused(String base, String size, String words) {
        FfmPartition other = partition(
                260, "APP", APPLICATION_ROT, new MmioRegion.Numbered(Long.decode(base), Long.decode(size), true));
        assertThatThrownBy(() -> domains(IsolationLevel.PSA_ROT, STORE, other))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("APP")
                .hasMessageContaining(words);
    }

    @Test
    void aRegionByNameIsNotKnown() {
        FfmPartition named = partition(260, "APP", APPLICATION_ROT, new MmioRegion.Named("UART0", true));
        assertThatThrownBy(() -> domains(IsolationLevel.PARTITIONS, named))
                .hasMessageContaining("partition APP: mmio_regions")
                .hasMessageContaining("UART0");
    }

    /** The MPU decides: what an access can reach is all memory, as it is. */
    @ParameterizedTest
    @CsvSource({"SPE", "PSA_ROT", "PARTITIONS"})
    void anAccessCanReachAllMemoryThereIs(IsolationLevel level) {
        FfmLayout layout = layout(FfmPlatforms.of(level, CRYPTO, STORE));
        List<Mapping> mappings = layout.regime(STORE).mappings();
        assertThat(mappings)
                .extracting(Mapping::address, Mapping::size, Mapping::secure, Mapping::device)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0x2000_0000L, 0x10_0000L, false, false),
                        org.assertj.core.groups.Tuple.tuple(0x3000_0000L, 0x10_0000L, true, false),
                        org.assertj.core.groups.Tuple.tuple(0x5000_0000L, 0x1_0000L, true, true));
    }

    @Test
    void stackAndHeapAreSomewhereUnlessThereAreNone() {
        FfmLayout layout = layout(FfmPlatforms.of(IsolationLevel.SPE, CRYPTO));

        assertThat(layout.base(CRYPTO)).hasValue(layout.area(CRYPTO).base());
        assertThat(layout.base(ITS)).isEmpty();
    }
}
