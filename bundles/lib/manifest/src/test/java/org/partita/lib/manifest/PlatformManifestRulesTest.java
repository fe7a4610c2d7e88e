package org.partita.lib.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.lib.manifest.Given.mmio;
import static org.partita.lib.manifest.Given.partition;
import static org.partita.lib.manifest.Given.platform;
import static org.partita.lib.manifest.Given.sp;
import static org.partita.lib.manifest.Given.vm;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Problem;

class PlatformManifestRulesTest {
    private static List<Problem> check(PlatformManifest... manifests) {
        return PlatformManifestRules.check(List.of(manifests), platform());
    }

    private static void only(List<Problem> problems, String at, String rule, String message) {
        assertThat(problems).singleElement().satisfies(p -> {
            assertThat(p.at().toString()).isEqualTo(at);
            assertThat(p.rule()).isEqualTo(rule);
            assertThat(p.message()).contains(message);
            assertThat(p.error()).isTrue();
        });
    }

    @Test
    void manifestsThatGoTogetherHaveNoProblem() {
        assertThat(check(
                        sp("a.dts").id(0x8001).bootOrder(1).load(0x6280000).memory(0x7200000, 4, true).stream(
                                        0xc002, 0, 5)
                                .manifest(),
                        sp("b.dts")
                                .bootOrder(2)
                                .memory(0x7204000, 4, true)
                                .memory(0x80000000L, 1, false)
                                .device(mmio("b.dts", 0x1c000000, true, true, 5))
                                .contexts(4, true)
                                .manifest(),
                        vm("c.dts")
                                .id(1)
                                .load(0x88000000L)
                                .memory(0x80001000L, 1, false)
                                .contexts(6, false)
                                .sendsOnly()
                                .scheduler()
                                .manifest(),
                        Given.device("d.dts", 0xc001, mmio("d.dts", 0x1c001000, true, false, 6)),
                        Given.spmc(OptionalInt.of(0x8000), OptionalLong.of(0x6000000), ExceptionLevel.S_EL2)))
                .isEmpty();
    }

    // shows FFA-2.8-5
    @Test
    void anIdIsUniqueInBothWorlds() {
        only(
                check(sp("a.dts").id(5).manifest(), vm("b.dts").id(5).manifest()),
                "b.dts:7 / id",
                "FF-A 2.8",
                "ID 5 is already that of a.dts");
    }

    // shows FFA-2.8-7
    @Test
    void id0IsReserved() {
        only(check(vm("a.dts").id(0).manifest()), "a.dts:7 / id", "FF-A 2.8", "the Hypervisor's");
    }

    // shows FFA-2.8-8
    @Test
    void theIdOfTheSpmIsReserved() {
        only(check(sp("a.dts").id(0x8000).manifest()), "a.dts:7 / id", "FF-A 2.8", "reserves for the SPM");
    }

    @Test
    void anAuxiliaryIdIsUnique() {
        only(
                check(
                        sp("a.dts").id(0x8001).manifest(),
                        sp("b.dts").auxiliary(0x8001).manifest()),
                "b.dts / auxiliary-id",
                "FF-A 2.8",
                "already that of a.dts");
    }

    // shows FFA-5.2.1-4, FFA-3.4-5
    @Test
    void aSepidIsNoIdOfAPeEndpoint() {
        only(
                check(
                        sp("a.dts").id(0x8001).manifest(),
                        sp("b.dts").stream(0x8001, 0, 1).manifest()),
                "b.dts:40 /partita,stream-endpoints/s",
                "FF-A 5.2.1",
                "is the ID of a.dts");
        only(
                check(
                        sp("a.dts").id(0x8001).manifest(),
                        Given.device("d.dts", 0x8001, mmio("d.dts", 0x1c000000, true, false, 1))),
                "d.dts / partita,sepid",
                "FF-A 5.2.1",
                "is the ID of a.dts");
    }

    // shows FFA-5.2.1-16
    @Test
    void aSepidIsNotForAnIndependentAndADependentDevice() {
        only(
                check(
                        sp("a.dts").stream(0xc002, 0, 1).manifest(),
                        Given.device("d.dts", 0xc002, mmio("d.dts", 0x1c000000, true, false, 2))),
                "a.dts:40 /partita,stream-endpoints/s",
                "FF-A 5.2.1",
                "independent device in d.dts");
    }

    // shows FFA-5.2.1-1
    @Test
    void anIndependentDeviceHasASepidOfItsOwn() {
        only(
                check(
                        Given.device("c.dts", 0xc001, mmio("c.dts", 0x1c000000, true, false, 1)),
                        Given.device("d.dts", 0xc001, mmio("d.dts", 0x1c001000, true, false, 2))),
                "d.dts / partita,sepid",
                "FF-A 5.2.1",
                "SEPID 0xc001 is that of the independent device in c.dts already");
    }

    // shows FFA-5.2.1-15
    @Test
    void aSepidHasOneProxy() {
        only(
                check(
                        sp("a.dts").stream(0xc002, 0, 1).manifest(),
                        sp("b.dts").stream(0xc002, 0, 2).manifest()),
                "b.dts:40 /partita,stream-endpoints/s",
                "FF-A 5.2.1",
                "has the proxy a.dts");
    }

    @Test
    void aStreamIdHasOneSetOfTranslations() {
        only(
                check(
                        sp("a.dts").stream(0xc002, 0, 1).manifest(),
                        sp("b.dts").stream(0xc003, 0, 1).manifest()),
                "b.dts:40 /partita,stream-endpoints/s",
                "FF-A 5.2.1",
                "belongs to SEPID 0xc002");
        only(
                check(
                        sp("a.dts")
                                .device(mmio("a.dts", 0x1c000000, true, false, 1))
                                .manifest(),
                        Given.device("d.dts", 0xc001, mmio("d.dts", 0x1c001000, true, false, 1))),
                "d.dts:30 /device-regions/mmio",
                "FF-A 5.2.1",
                "belongs to partition a.dts");
    }

    // shows FFA-3.2-32, FFA-3.2-52
    @Test
    void anSmmuExists() {
        only(
                check(sp("a.dts").stream(0xc002, 7, 1).manifest()),
                "a.dts:40 /partita,stream-endpoints/s",
                "FF-A 5.2.1",
                "found SMMU 7; this platform has SMMUs [0]");
    }

    // shows FFA-3.2-16
    @Test
    void bootOrderIsUnique() {
        only(
                check(
                        sp("a.dts").bootOrder(1).manifest(),
                        vm("b.dts").bootOrder(1).manifest()),
                "b.dts:8 / boot-order",
                "FF-A Table 3.1",
                "boot-order 1 is already that of a.dts");
    }

    // shows FFA-2.11-7
    @Test
    void thereIsOnePrimaryScheduler() {
        only(
                check(
                        vm("a.dts").scheduler().manifest(),
                        vm("b.dts").scheduler().manifest()),
                "b.dts / has-primary-scheduler",
                "FF-A 2.11",
                "already in a.dts");
    }

    // shows FFA-4.4.1-4
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 0", "5, 1"})
    void aReceiverOfDirectRequestsHas1ContextOrOneForEachPe(int contexts, int problems) {
        List<Problem> found = check(sp("a.dts").contexts(contexts, contexts > 1).manifest());
        assertThat(found).hasSize(problems).allSatisfy(p -> assertThat(p.rule()).isEqualTo("FF-A 4.4.1"));
    }

    // shows FFA-2.9-13, FFA-4.4.1-4
    @Test
    void aSenderMayHaveAnyNumberOfContexts() {
        assertThat(check(vm("a.dts").contexts(6, false).sendsOnly().manifest())).isEmpty();
        only(
                check(vm("a.dts").contexts(4, false).manifest()),
                "a.dts / partita,migrating",
                "FF-A 4.4.1",
                "contexts are pinned");
    }

    // shows FFA-2.9-11
    @Test
    void aUpPartitionIsNotPinned() {
        only(check(vm("a.dts").contexts(1, true).manifest()), "a.dts / partita,pinned", "FF-A 2.9", "is UP");
    }

    // shows FFA-5.4.1-4, FFA-2.1-1
    @Test
    void memoryOfTwoPartitionsDoesNotOverlap() {
        only(
                check(
                        sp("a.dts").memory(0x7200000, 4, true).manifest(),
                        sp("b.dts").memory(0x7203000, 1, true).manifest()),
                "b.dts:20 /memory-regions/region",
                "FF-A 5.4.1",
                "a.dts:20");
        only(
                check(
                        sp("a.dts").load(0x7200000).manifest(),
                        sp("b.dts").memory(0x7200000, 1, true).manifest()),
                "b.dts:20 /memory-regions/region",
                "FF-A 5.4.1",
                "region image of a.dts");
        assertThat(check(
                        sp("a.dts").memory(0x7200000, 4, true).manifest(),
                        sp("b.dts").memory(0x7204000, 1, true).manifest()))
                .isEmpty();
    }

    @Test
    void aRegionRelativeToTheLoadAddressCountsWhereItWillBe() {
        PartitionManifest relative =
                sp("a.dts").load(0x7100000).relative(0x100000, 1, true).manifest();
        only(
                check(relative, sp("b.dts").memory(0x7200000, 1, true).manifest()),
                "b.dts:20 /memory-regions/region",
                "FF-A 5.4.1",
                "region relative of a.dts");
        assertThat(check(sp("a.dts").relative(0x100000, 1, true).manifest())).isEmpty();
    }

    // shows FFA-2.10-6, FFA-3.2-54
    @Test
    void aDeviceIsExclusiveOrShared() {
        PartitionManifest shared =
                sp("a.dts").device(mmio("a.dts", 0x1c000000, true, false)).manifest();
        assertThat(check(
                        shared,
                        sp("b.dts")
                                .device(mmio("b.dts", 0x1c000000, true, false))
                                .manifest()))
                .isEmpty();
        only(
                check(
                        shared,
                        sp("b.dts")
                                .device(mmio("b.dts", 0x1c000000, true, true))
                                .manifest()),
                "b.dts:30 /device-regions/mmio",
                "FF-A Table 3.3",
                "exclusive-access");
    }

    @Test
    void aSharedInterruptIsWarnedAbout() {
        assertThat(check(
                        sp("a.dts").interrupt(56, 0x1c000000).manifest(),
                        sp("b.dts").interrupt(56, 0x1c000000).manifest()))
                .singleElement()
                .satisfies(p -> assertThat(p.error()).isFalse());
    }

    // shows FFA-2.6-1, FFA-2.6-2, FFA-2.6-3
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | 0x07200000 | true  |                                                       ",
                "true  | 0x80000000 | false |                                                       ",
                "false | 0x80000000 | false |                                                       ",
                "true  | 0x80000000 | true  | is to be Secure memory; there is Non-secure memory    ",
                "false | 0x07200000 | false | is to be Non-secure memory; there is Secure memory    ",
                "true  | 0x1c000000 | true  | is to be Secure memory; there is Secure MMIO          ",
                "true  | 0x10000000 | true  | this platform has nothing at 0x10000000; Secure memory",
                "true  | 0x07fff000 | true  | this platform has nothing at 0x8000000                ",
                "true  | 0x06fff000 | true  |                                                       ",
            })
    void aRegionIsInMemoryOfItsSecurityState(boolean sp, long base, boolean secure, String message) {
        List<Problem> found =
                check((sp ? sp("a.dts") : vm("a.dts")).memory(base, 2, secure).manifest());
        if (message == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .singleElement()
                    .asString()
                    .startsWith("a.dts:20 /memory-regions/region")
                    .contains(message);
        }
    }

    @Test
    void anImageIsInMemoryOfItsWorld() {
        only(check(vm("a.dts").load(0x7000000).manifest()), "a.dts / load-address", "FF-A 2.6", "the image of a.dts");
        only(
                check(Given.spmc(OptionalInt.empty(), OptionalLong.of(0x80000000L), ExceptionLevel.S_EL2)),
                "spmc.dts /attribute load_address",
                "FF-A 2.6",
                "the image of the SPMC");
    }

    @Test
    void aDeviceIsWhereThePlatformHasOne() {
        assertThat(check(sp("a.dts")
                        .device(mmio("a.dts", 0x20000000, false, false))
                        .manifest()))
                .isEmpty();
        only(
                check(vm("a.dts")
                        .device(mmio("a.dts", 0x1c000000, false, false))
                        .manifest()),
                "a.dts:30 /device-regions/mmio",
                "FF-A 2.6",
                "there is Secure MMIO");
    }

    @Test
    void withoutKnownMemoryNothingIsCheckedAgainstIt() {
        PlatformDescription unknown = new PlatformDescription(4, ExceptionLevel.S_EL2, List.of(), Set.of(), Set.of());
        assertThat(PlatformManifestRules.check(
                        List.of(sp("a.dts").memory(0x10000000, 1, true).manifest()), unknown))
                .isEmpty();
    }

    // shows FFA-2.2-17, FFA-2.2-18, FFA-2.2-19, FFA-2.2-21, FFA-2.2.2.2-1
    @ParameterizedTest
    @CsvSource({
        "S_EL1, S_EL0, true", "S_EL1, SECURE_USER, true", "S_EL1, S_EL1, true", "S_EL1, SECURE_SUPERVISOR, false",
        "SECURE_SUPERVISOR, S_EL0, false", "SECURE_SUPERVISOR, SECURE_USER, true", "SECURE_SUPERVISOR, S_EL1, false",
                "SECURE_SUPERVISOR, SECURE_SUPERVISOR, true",
        "EL3, S_EL0, true", "EL3, SECURE_USER, true", "EL3, S_EL1, true", "EL3, SECURE_SUPERVISOR, false",
        "S_EL2, S_EL0, true", "S_EL2, SECURE_USER, true", "S_EL2, S_EL1, true", "S_EL2, SECURE_SUPERVISOR, true",
    })
    void spsGoWithTheConfigurationsOfTable23(ExceptionLevel spmc, ExceptionLevel sp, boolean fits) {
        int contexts = sp.number() == 1 ? 4 : 1;
        PartitionManifest manifest =
                partition("a.dts", sp).contexts(contexts, contexts > 1).manifest();
        List<Problem> found = PlatformManifestRules.check(List.of(manifest), platform(spmc));
        assertThat(found)
                .hasSize(fits ? 0 : 1)
                .allSatisfy(p -> assertThat(p.rule()).isEqualTo("FF-A Table 2.3"));
    }

    // shows FFA-2.2-20, FFA-2.2.2.3-1, FFA-2.2.2.1-4
    @Test
    void withoutSEl2ThereIsOneSpInSEl1() {
        PartitionManifest one = sp("a.dts").contexts(4, true).manifest();
        PartitionManifest two = sp("b.dts").contexts(4, true).manifest();
        PartitionManifest user = partition("c.dts", ExceptionLevel.S_EL0).manifest();
        only(
                PlatformManifestRules.check(List.of(one, two), platform(ExceptionLevel.S_EL1)),
                "b.dts / exception-level",
                "FF-A 2.2.2",
                "which is a.dts");
        only(
                PlatformManifestRules.check(List.of(one, user), platform(ExceptionLevel.EL3)),
                "c.dts / exception-level",
                "FF-A Table 2.3",
                "a.dts is in S-EL1");
        assertThat(PlatformManifestRules.check(List.of(one, user), platform(ExceptionLevel.S_EL1)))
                .isEmpty();
        assertThat(PlatformManifestRules.check(List.of(one, two, user), platform()))
                .isEmpty();
    }

    // shows FFA-4.4.1-12
    @Test
    void anSpBesideTheSpmcHasAContextForEachPe() {
        only(
                PlatformManifestRules.check(List.of(sp("a.dts").manifest()), platform(ExceptionLevel.S_EL1)),
                "a.dts / execution-ctx-count",
                "FF-A 4.4.1",
                "write 4");
    }

    // shows FFA-2.5-1, FFA-2.5-2
    @Test
    void theSpmcIsInTheExecutionStateOfItsLevel() {
        PlatformManifest narrow =
                Given.spmc(OptionalInt.empty(), OptionalLong.empty(), ExceptionLevel.SECURE_SUPERVISOR);
        only(check(narrow), "spmc.dts /attribute exec_state", "FF-A 2.5", "S-EL2");
        assertThat(PlatformManifestRules.check(List.of(narrow), platform(ExceptionLevel.SECURE_SUPERVISOR)))
                .isEmpty();
        assertThat(check(
                        Given.spmc(OptionalInt.empty(), OptionalLong.empty(), ExceptionLevel.S_EL2),
                        Given.spmc(OptionalInt.empty(), OptionalLong.empty(), ExceptionLevel.S_EL2)))
                .singleElement()
                .asString()
                .contains("expecting one");
    }

    @Test
    void equalNamesAreWarnedAbout() {
        assertThat(check(sp("a.dts").name("x").manifest(), sp("b.dts").name("x").manifest()))
                .singleElement()
                .satisfies(p -> assertThat(p.error()).isFalse());
    }
}
