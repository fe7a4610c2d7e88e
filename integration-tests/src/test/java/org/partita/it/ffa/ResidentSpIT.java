package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus.ManagerStatus;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.InitializationDescriptor;
import org.partita.api.ffa.NameValueSize;
import org.partita.api.memory.Mapping;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.DirectRequest;
import org.partita.api.partition.PartitionContext;
import org.partita.it.platform.AnyShapePlatform;
import org.partita.it.platform.Dts;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** The SP that resides with the SPMC (FF-A 2.2.2.1), and the manifest of Table 3.4 by which both are set up. */
@PlatformTest(value = AnyShapePlatform.class, fresh = true)
class ResidentSpIT extends ShapeContract {
    private static final int RESIDENT = 0x8011;
    private static final int USER = 0x8012;
    private static final long IMAGE = 0x06400000L;

    private static final String SP_ID = "partita,sp-id = <0x8011>";
    private static final String NAME = "description = \"resident\"";
    private static final String LOAD = "load_address = <0x0 0x6400000>; binary_size = <0x20000>";

    private final List<String> entered = new CopyOnWriteArrayList<>();

    /** Notes how it is entered, and answers with w3 + 1. */
    private final class Noting implements CallbackPartition {
        private final byte[] information = new byte[4096];

        @Override
        public void boot(PartitionContext context) {
            note("boot", context);
            if (context.bootInformation() != 0) {
                context.memory().read(context.bootInformation(), MemorySegment.ofArray(information));
            }
        }

        @Override
        public void start(PartitionContext context) {
            note("start", context);
        }

        private void note(String how, PartitionContext context) {
            entered.add("%s %d on PE %d: %x".formatted(how, context.vcpu(), context.pe(), context.registers().x2));
        }

        @Override
        public void directRequest(DirectRequest request) {
            request.respond(3, request.x(3) + 1);
        }
    }

    private static Dts spmc(String... attribute) {
        return Dts.spmc("spmc", attribute);
    }

    private static Dts kernel() {
        return Dts.vm("kernel", 1).without("id").memory("ram", 0x90000000L, 2, 11);
    }

    @Test
    @Shows({"FFA-2.2.2.1-6", "FFA-2.2.2.1-8", "FFA-2.2.2.1-1", "FFA-4.4.1-12", "FFA-3.1-9"})
    void theSpmcHandsCallsOverByThePrivateInterface() throws Exception {
        manifests
                .callback(spmc("exec_state = <0>", SP_ID, NAME, LOAD), new Noting())
                .callback(Dts.application("user", USER), new Noting())
                .callback(kernel(), new Noting());
        Platform platform = booted("EL3", "S-EL1", false);
        assertThat(platform.partition(RESIDENT).contexts()).hasSize(2);
        platform.trace().start("");
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.direct64(RESIDENT, 0xAB_00000004L);
            assertThat(kernel.words()).containsExactly(0xC4000070L, 0x80110000L, 0L, 0xAB_00000005L, 0L, 0L, 0L, 0L);
        }
        assertThat(path(platform))
                .containsExactly(
                        "kernel SMC @ NONSECURE_PHYSICAL SPMD",
                        "SPMD ERET @ SECURE_PHYSICAL SPMC",
                        "SPMC privately resident.0",
                        "resident.0 privately SPMC",
                        "SPMC SMC @ SECURE_PHYSICAL SPMD",
                        "SPMD ERET @ NONSECURE_PHYSICAL kernel");
        try (Abi resident = new Abi(platform, RESIDENT)) {
            resident.raw(0x84000063, 0x10000);
            assertThat(resident.registers().x0).isEqualTo(0x10000);
            resident.raw(0x84000069).success(RESIDENT);
            resident.direct(USER, 8);
            assertThat(resident.registers().x3).isEqualTo(9);
        }
        try (Abi user = new Abi(platform, USER)) {
            user.direct(RESIDENT, 8);
            assertThat(user.registers().x3).isEqualTo(9);
        }
    }

    @Test
    @Shows({"FFA-3.3-10", "FFA-3.5.2-9", "FFA-3.5.2-3"})
    void theDescriptorsAddressIsInTheNamedRegisterOfTheBootContext() throws Exception {
        Noting code = new Noting();
        Dts manifest = spmc("exec_state = <0>", SP_ID, LOAD, "gp-register-num = <2>");
        manifests.callback(manifest, code);
        Platform platform = booted("EL3", "S-EL1", false);
        Mapping region = platform.partition(RESIDENT).regions().stream()
                .filter(m -> m.name().equals("boot-information"))
                .findFirst()
                .orElseThrow();
        assertThat(entered).containsExactly("boot 0 on PE 0: %x".formatted(region.address()), "start 1 on PE 1: 0");
        NameValueSize object = InitializationDescriptor.decode(MemorySegment.ofArray(code.information))
                .objects()
                .getFirst();
        assertThat(object.name()).isEqualTo("ffa_manifest");
        int from = (int) (object.value() - region.address());
        assertThat(new String(code.information, from, (int) object.size(), StandardCharsets.UTF_8))
                .isEqualTo(manifest.text());
    }

    @Test
    @Shows({"FFA-3.5.2-16", "FFA-3.3-10"})
    void withoutTheFieldNoDescriptorIsPassed() throws Exception {
        manifests.callback(spmc("exec_state = <0>", SP_ID, LOAD), new Noting());
        Platform platform = booted("EL3", "S-EL1", false);
        assertThat(entered).containsExactly("boot 0 on PE 0: 0", "start 1 on PE 1: 0");
        assertThat(platform.partition(RESIDENT).regions())
                .extracting(Mapping::name)
                .containsExactly("image");
    }

    @Test
    @Shows({"FFA-3.3-4", "FFA-3.3-5", "FFA-3.3-6", "FFA-3.3-8", "FFA-3.3-9"})
    void optionalFieldsMayBeMissing() throws Exception {
        String uuid = "partita,uuid = \"b4b5671e-4a90-4fe1-b81f-fb13dae1dacb\"";
        manifests.callback(spmc("exec_state = <0>", uuid), new Noting()).callback(kernel(), new Noting());
        Platform platform = booted("EL3", "S-EL1", false);
        assertThat(platform.partitions()).extracting(p -> p.id()).containsExactly(0, 0x8001);
        assertThat(platform.partition(0x8001).regions())
                .singleElement()
                .satisfies(m -> assertThat(m.secure()).isTrue());
        try (Abi kernel = new Abi(platform, 0)) {
            kernel.raw(0x84000066, 0x90000000L, 0x90001000L, 1).success();
            kernel.raw(0x84000068, 0x1E67B5B4L, 0xE14F904AL, 0x13FB1FB8L, 0xCBDAE1DAL)
                    .success(1);
            assertThat(platform.readRx(0, 2)).containsExactly(0x01, 0x80);
        }
    }

    @Test
    @Shows({"FFA-3.3-4", "FFA-3.3-6", "FFA-3.3-8", "FFA-8.4-2", "FFA-4.2.2.3-11"})
    void whatTheManifestNamesIsTheSps() throws Exception {
        manifests.callback(spmc("exec_state = <0>", SP_ID, NAME, LOAD), new Noting());
        Platform platform = booted("EL3", "S-EL1", false);
        assertThat(platform.partition(RESIDENT).summary().name()).isEqualTo("resident");
        assertThat(platform.partition(RESIDENT).services()).isEmpty();
        assertThat(platform.partition(RESIDENT).regions())
                .containsExactly(new Mapping(IMAGE, IMAGE, 32, true, true, true, true, false, "image"));
        assertThat(platform.conduitOf(RESIDENT)).isEqualTo(Conduit.SMC);
        try (Abi resident = new Abi(platform, RESIDENT)) {
            resident.raw(0x84000066, IMAGE + 0x1000, IMAGE + 0x2000, 1).success();
            resident.raw(0x84000068).success(1);
            assertThat(executable(platform)).containsExactly(true, false, true);
            resident.raw(0x84000067).success();
            assertThat(executable(platform)).containsExactly(true);
        }
    }

    /** Of each part of the image in order of address: its RX and TX are neighbours, and one part. */
    private static List<Boolean> executable(Platform platform) {
        return platform.partition(RESIDENT).regions().stream()
                .map(Mapping::execute)
                .toList();
    }

    @Test
    @Shows({"FFA-3.1-6", "FFA-3.2-16"})
    void theResidentIsInitializedBeforeAllOtherSps() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        manifests.callback(Dts.application("user", USER).cells("boot-order", 0), ordered("user", order));
        manifests.callback(spmc("exec_state = <0>", SP_ID), ordered("resident", order));
        booted("EL3", "S-EL1", false);
        assertThat(order).containsExactly("resident", "user");
    }

    private static CallbackPartition ordered(String name, List<String> order) {
        return new CallbackPartition() {
            @Override
            public void boot(PartitionContext context) {
                order.add(name);
            }

            @Override
            public void directRequest(DirectRequest request) {}
        };
    }

    // ---- what is refused

    @ParameterizedTest(name = "SPMC {0}")
    @CsvSource({"S-EL1, 0", "Secure Supervisor, 1"})
    @Shows({"FFA-3.3-1", "FFA-3.1-9"})
    void aManifestOfTable31DoesNotSetAResidentUp(String spmc, int state) throws Exception {
        manifests.callback(
                Dts.sp("sp", RESIDENT).cells("execution-state", state).cells("execution-ctx-count", 2), new Noting());
        assertThat(problems("EL3", spmc, false))
                .containsPattern("sp\\.dts:\\d+ / exception-level: found an SP in " + spmc
                        + " like the SPMC; expecting it in the SPMC's manifest.*\\(FF-A 3\\.3\\)");
        assertThat(entered).isEmpty();
    }

    @ParameterizedTest(name = "SPMC {0}")
    @ValueSource(strings = {"S-EL2", "EL3"})
    @Shows("FFA-3.3-1")
    void elsewhereAnSpHasAManifestOfItsOwn(String spmc) throws Exception {
        manifests.callback(spmc("exec_state = <0>", SP_ID), new Noting());
        assertThat(problems("EL3", spmc, false))
                .contains("spmc.dts /attribute partita,sp-id: found an SP that resides with an SPMC in " + spmc)
                .contains("(FF-A 3.3)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exec_state = <1>                           | exec_state: found AARCH32.*2\\.5",
                "spmc_id = <0x8005>; exec_state = <0>       | spmc_id: found 0x8005; configuration key spmc\\.id is 0x8000.*Table 3\\.4",
                "exec_state = <0>; partita,sp-id = <0x8000> | partita,sp-id: .*0x8000",
                "exec_state = <0>; load_address = <0x90000000> | load_address: the image of the SPMC.*2\\.6",
            })
    @Shows({"FFA-3.3-7", "FFA-3.3-5", "FFA-3.3-8", "FFA-2.8-5"})
    void theSpmcsManifestIsCheckedAgainstThePlatform(String attribute, String problem) throws Exception {
        manifests.callback(spmc(attribute), new Noting());
        assertThat(problems("EL3", "S-EL1", false)).containsPattern("spmc\\.dts /attribute " + problem);
    }

    @Test
    @Shows({"FFA-3.3-3", "FFA-8.1.3-4", "FFA-8.1.3-3"})
    void theVersionIsTheSpmcs() throws Exception {
        String later = "/dts-v1/; / { attribute { maj_ver = <1>; min_ver = <%d>; exec_state = <0>; }; };";
        manifests.write("spmc.dts", later.formatted(3)).callback(kernel(), new Noting());
        Platform platform = booted("EL3", "S-EL2", false);
        assertThat(platform.status().managers())
                .contains(new ManagerStatus("SPMC", "S-EL2", "1.3"), new ManagerStatus("SPMD", "EL3", "1.0"));
        manifests.write("spmc.dts", later.formatted(0).replace("maj_ver = <1>", "maj_ver = <2>"));
        assertThat(problems("EL3", "S-EL2", false))
                .containsPattern("spmc\\.dts:\\d+ /attribute maj_ver: .*not compatible");
    }

    @Test
    @Shows({"FFA-2.1-5", "FFA-2.2-1"})
    void theImageOfTheSpmcIsNobodyElses() throws Exception {
        String image = "/dts-v1/; / { attribute { maj_ver = <1>; min_ver = <0>; exec_state = <0>;"
                + " load_address = <0x6000000>; binary_size = <0x20001>; }; };";
        manifests.write("spmc.dts", image).callback(Dts.sp("sp", 0x8012).memory("placed", 1, 3), new Noting());
        Platform platform = booted("EL3", "S-EL2", true);
        assertThat(platform.partition(0x8012).regions().getFirst().physical()).isEqualTo(0x06021000L);
        manifests.callback(Dts.sp("thief", 0x8013).memory("stolen", 0x06020000L, 1, 3), new Noting());
        assertThat(problems("EL3", "S-EL2", true))
                .containsPattern("region (stolen|image) of .*overlaps region (image|stolen)");
    }
}
