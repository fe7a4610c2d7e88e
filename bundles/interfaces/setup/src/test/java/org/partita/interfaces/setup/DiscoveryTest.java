package org.partita.interfaces.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partita.api.call.Component;
import org.partita.api.call.ManagerKind;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FfaVersion;
import org.partita.api.ffa.FunctionId;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;
import org.partita.lib.fixture.PlatformModel;
import org.partita.testkit.Refusal;
import org.partita.testkit.Shows;

final class DiscoveryTest {
    private static final int VERSION = 0x84000063;
    private static final int FEATURES = 0x84000064;
    private static final int ID_GET = 0x84000069;
    private static final long NOT_SUPPORTED = 0xFFFFFFFFL;

    private final PlatformModel platform = PlatformModel.withHypervisor();
    private final EndpointModel vm = platform.vm(1);
    private final EndpointModel sp = platform.sp(0x8001);
    private final Component hypervisor = platform.manager(ManagerKind.HYPERVISOR);
    private final SetupAndDiscovery setup = new SetupAndDiscovery();

    private long version(EndpointModel caller, long input) {
        CallModel call = caller.call(VERSION, input, 9, 9);
        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.registers.x1 | call.registers.x2 | call.registers.x3).isZero();
        return call.registers.x0;
    }

    private CallModel asks(CallModel call) {
        assertThat(call.pass(setup)).isEqualTo(Outcome.COMPLETE);
        return call;
    }

    @Shows({"FFA-8.1-10", "FFA-8.1-11", "FFA-8.1.2-2"})
    @Test
    void aCompatibleCallerGetsTheVersionInW0AndNothingElse() {
        assertThat(version(vm, 0x10000)).isEqualTo(0x10000);
        assertThat(version(sp, 0x10000)).isEqualTo(0x10000);
    }

    @Shows("FFA-8.1.2-4")
    @Test
    void aCallerWithAGreaterVersionGetsOurs() {
        assertThat(version(vm, 0x10001)).isEqualTo(0x10000);
        assertThat(version(vm, 0x20000)).isEqualTo(0x10000);
        assertThat(version(vm, 0x7FFFFFFF)).isEqualTo(0x10000);
    }

    @Shows("FFA-8.1.2-3")
    @Test
    void aCallerWithALesserIncompatibleVersionGetsOursOrIsRefusedByChoice() {
        assertThat(version(vm, 0x00009)).isEqualTo(0x10000);

        platform.set("refuse-lesser-versions");
        assertThat(version(vm, 0x00009)).isEqualTo(NOT_SUPPORTED);
        platform.version(ManagerKind.HYPERVISOR, new FfaVersion(1, 1));
        assertThat(version(vm, 0x10000)).isEqualTo(0x10001);
    }

    @Shows("FFA-8.1-7")
    @Test
    void bit31OfAVersionHasToBe0() {
        assertThat(version(vm, 0x80010000L)).isEqualTo(NOT_SUPPORTED);
        CallModel call = asks(vm.call(VERSION, 0x80010000L));
        assertThat(call.rule()).isNotNull();
        Refusal.of(call.rule().status(), call.rule().id()).is("NOT_SUPPORTED FFA-8.1-7");
    }

    @Shows("FFA-8.1.2-8")
    @Test
    void eachManagerReportsItsOwnVersion() {
        platform.version(ManagerKind.SPMC, new FfaVersion(1, 1));

        assertThat(version(sp, 0x10000)).isEqualTo(0x10001);
        assertThat(version(vm, 0x10000)).isEqualTo(0x10000);
    }

    private long id(CallModel call) {
        assertThat(call.handle(setup)).isEqualTo(Outcome.COMPLETE);
        assertThat(call.registers.function()).isEqualTo(0x84000061);
        return call.registers.x2;
    }

    @Shows({"FFA-8.7-1", "FFA-8.7-2", "FFA-8.7-4"})
    @Test
    void eachComponentLearnsItsIdFromTheOneAboveIt() {
        PlatformModel bare = PlatformModel.withKernel();

        assertThat(id(vm.call(ID_GET).from(vm.component()))).isEqualTo(1);
        assertThat(id(sp.call(ID_GET).from(sp.component()))).isEqualTo(0x8001);
        assertThat(id(vm.call(ID_GET).from(hypervisor))).isZero();
        assertThat(id(bare.kernel().call(ID_GET).from(bare.kernel().component())))
                .isZero();
        assertThat(id(sp.call(ID_GET).from(platform.manager(ManagerKind.SPMC)))).isEqualTo(PlatformModel.SPMC_ID);
    }

    @Shows("FFA-8.7-12")
    @Test
    void nobodyAsksTheComponentBelow() {
        CallModel call = sp.call(ID_GET).downTo(ManagerKind.SPMC);
        call.handle(setup);
        Refusal.of(call.refusal()).is("NOT_SUPPORTED FFA-8.7-12");
        assertThat(call.found()).isEqualTo(Integer.toUnsignedLong(ID_GET));
    }

    private String features(EndpointModel caller, long function, FunctionId... served) {
        CallModel call = asks(caller.call(FEATURES, function).serving(served));
        return call.status() == null ? call.registers.toString() : call.refusal();
    }

    @Shows({"FFA-8.2-3", "FFA-8.2-10", "FFA-8.2-12", "FFA-8.2-13"})
    @Test
    void aServedFunctionIsToldByEitherOfItsIds() {
        String none = "FFA_SUCCESS x1=0x0 x2=0x0 x3=0x0 x4=0x0 x5=0x0 x6=0x0 x7=0x0";

        assertThat(features(vm, 0x84000070L, FunctionId.FFA_MSG_SEND_DIRECT_RESP))
                .isEqualTo(none);
        assertThat(features(vm, 0xC4000070L, FunctionId.FFA_MSG_SEND_DIRECT_RESP))
                .isEqualTo(none);
        assertThat(features(sp, 0x84000069L, FunctionId.FFA_ID_GET)).isEqualTo(none);
    }

    @Shows("FFA-8.2-4")
    @Test
    void whatIsNotServedOrNoFunctionIsNotSupported() {
        String no = "NOT_SUPPORTED FFA-8.2-4";

        Refusal.of(features(vm, 0x84000070L, FunctionId.FFA_ID_GET)).is(no);
        Refusal.of(features(vm, 0xC4000069L, FunctionId.FFA_ID_GET)).is(no);
        Refusal.of(features(vm, 0x8400007FL, FunctionId.values())).is(no);
        Refusal.of(features(vm, 0, FunctionId.values())).is(no);
    }

    @Shows({"FFA-8.2-1", "FFA-8.2-4"})
    @Test
    void whatCannotBeInvokedAtTheCallersInstanceIsNotSupported() {
        String no = "NOT_SUPPORTED FFA-8.2-4";

        Refusal.of(features(sp, 0x8400006EL, FunctionId.FFA_MSG_SEND)).is(no);
        Refusal.of(features(sp, 0x8400006CL, FunctionId.FFA_YIELD)).is(no);
        assertThat(features(vm, 0x8400006EL, FunctionId.FFA_MSG_SEND)).startsWith("FFA_SUCCESS");
        Refusal.of(features(vm, 0x8400007CL, FunctionId.FFA_NORMAL_WORLD_RESUME))
                .is(no);

        CallModel forwarded = vm.call(FEATURES, 0x8400006EL).downTo(ManagerKind.SPMC);
        forwarded.handle(setup);
        Refusal.of(forwarded.refusal()).is(no);
    }

    @Shows("FFA-8.1.1-3")
    @Test
    void whoMayNotSendIsNotOfferedRequests() {
        vm.direct(false, true);
        sp.direct(false, false);

        Refusal.of(features(vm, 0x8400006FL, FunctionId.FFA_MSG_SEND_DIRECT_REQ))
                .is("NOT_SUPPORTED FFA-8.1.1-3");
        assertThat(features(vm, 0x84000070L, FunctionId.FFA_MSG_SEND_DIRECT_RESP))
                .startsWith("FFA_SUCCESS");
        Refusal.of(features(sp, 0x84000070L, FunctionId.FFA_MSG_SEND_DIRECT_RESP))
                .is("NOT_SUPPORTED FFA-8.1.1-3");
    }

    @Shows({"FFA-8.2-14", "FFA-4.2.2.3-3", "FFA-2.7-4"})
    @Test
    void theGranuleOfTheBuffersIsToldInTheOrderOfTheTable() {
        platform.granule(1, 12).granule(0x8001, 16).granule(0, 14);

        assertThat(features(vm, 0x84000066L, FunctionId.FFA_RXTX_MAP)).contains("x2=0x0 x3=0x0");
        assertThat(features(sp, 0xC4000066L, FunctionId.FFA_RXTX_MAP)).contains("x2=0x1 x3=0x0");
        CallModel forwarded = vm.call(FEATURES, 0x84000066L).downTo(ManagerKind.SPMC);
        forwarded.handle(setup);
        assertThat(forwarded.registers.x2).isEqualTo(2);
    }

    @Shows("FFA-8.2-2")
    @Test
    void propertiesOfAnInterfaceAreInW2AndW3() {
        CallModel call = asks(vm.call(FEATURES, 0x84000074L).property(FunctionId.FFA_MEM_RETRIEVE_REQ, 7L << 32 | 1));

        assertThat(call.registers.x2).isEqualTo(1);
        assertThat(call.registers.x3).isEqualTo(7);
    }
}
