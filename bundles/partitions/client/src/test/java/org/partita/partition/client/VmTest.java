package org.partita.partition.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

class VmTest {
    private static void version(Registers r) {
        r.x0 = 0x10000;
    }

    private static void cycles(Registers r) {
        r.set(FunctionId.FFA_INTERRUPT.id32(), 0);
    }

    private static void unchanged(Registers r) {
        r.x0 = 0xC4000070L;
    }

    private static void busy(Registers r) {
        r.set(FunctionId.FFA_ERROR.id32(), 0, 0xFFFFFFFCL, 0, 0, 0, 0, 0);
    }

    private static Consumer<Registers> status(int x3) {
        return r -> r.set(FunctionId.FFA_MSG_SEND_DIRECT_RESP.id64(), 0, 0, x3, 0, 0, 0, 0);
    }

    @Test
    void withoutTrafficItInitializesAndWaitsWhateverWakesIt() {
        FakeVm vm = new FakeVm(List.of(VmTest::version, VmTest::cycles, VmTest::cycles));

        assertThatThrownBy(() -> new Vm(false).run(vm.context())).isInstanceOf(FakeVm.Stopped.class);

        assertThat(vm.calls).hasSize(4);
        assertThat(vm.calls.getFirst()).startsWith("FFA_VERSION x1=0x10000");
        assertThat(vm.calls.subList(1, 4)).allMatch(c -> c.startsWith("FFA_MSG_WAIT"));
    }

    @Test
    void theOsKernelSharesItsBuffersWithTheSpmFirst() {
        FakeVm kernel = new FakeVm(0, List.of(VmTest::version, r -> r.set(FunctionId.FFA_SUCCESS.id32(), 0)));

        assertThatThrownBy(() -> new Vm(false).run(kernel.context())).isInstanceOf(FakeVm.Stopped.class);

        assertThat(kernel.calls.get(1)).startsWith("FFA_RXTX_MAP x1=0x81011000 x2=0x81010000 x3=0x1 ");
        assertThat(kernel.calls.get(2)).startsWith("FFA_MSG_WAIT");
    }

    @Test
    void withTrafficItAsksEchoAndDigestInTurnAndSetsItsKeyOnce() {
        FakeVm vm = new FakeVm(List.of(
                VmTest::version,
                VmTest::cycles,
                VmTest::unchanged,
                status(3),
                status(0),
                VmTest::unchanged,
                status(0)));

        assertThatThrownBy(() -> new Vm(true).run(vm.context())).isInstanceOf(FakeVm.Stopped.class);

        assertThat(vm.calls.get(2)).startsWith("FFA_MSG_SEND_DIRECT_REQ x1=0x18002 x2=0x0 x3=0x1 ");
        assertThat(vm.calls.get(3)).startsWith("FFA_MSG_SEND_DIRECT_REQ x1=0x18001 x2=0x0 x3=0x102 ");
        assertThat(vm.calls.get(4)).startsWith("FFA_MSG_SEND_DIRECT_REQ x1=0x18001 x2=0x0 x3=0x101 ");
        assertThat(vm.calls.get(5)).startsWith("FFA_MSG_SEND_DIRECT_REQ x1=0x18002 x2=0x0 x3=0x2 ");
        assertThat(vm.calls).hasSize(8);
    }

    @Test
    void aBusyServiceIsAskedAgainLater() {
        FakeVm vm = new FakeVm(List.of(VmTest::version, VmTest::cycles, VmTest::busy, VmTest::busy, VmTest::unchanged));

        assertThatThrownBy(() -> new Vm(true).run(vm.context())).isInstanceOf(FakeVm.Stopped.class);

        assertThat(vm.calls).hasSize(6);
    }

    @Test
    void aWrongAnswerCrashesTheVm() {
        FakeVm echo = new FakeVm(List.of(VmTest::version, VmTest::cycles, status(7)));
        assertThatThrownBy(() -> new Vm(true).run(echo.context())).hasMessageContaining("request 1 to echo");

        FakeVm digest = new FakeVm(List.of(VmTest::version, VmTest::cycles, VmTest::busy, status(1)));
        assertThatThrownBy(() -> new Vm(true).run(digest.context())).hasMessageContaining("request 1 to digest");
    }
}
