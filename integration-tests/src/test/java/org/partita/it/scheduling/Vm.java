package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Dts;

/** What tests of scheduling do with VMs. */
public final class Vm {
    static final int SEND = 0x8400006E;
    static final int POLL = 0x8400006A;
    static final int WAIT = 0x8400006B;
    static final int YIELD = 0x8400006C;
    static final int RUN = 0x8400006D;
    static final int RX_RELEASE = 0x84000065;

    private static volatile Duration patience = Duration.ofSeconds(20);

    private Vm() {}

    /** Sets how long to wait for what has to happen; returns how long it was. */
    public static Duration patience(Duration value) {
        Duration before = patience;
        patience = value;
        return before;
    }

    /** A VM that sends and receives indirect messages, with one page each for RX and TX at base and after it. */
    public static Dts manifest(String name, int id, long base) {
        return Dts.vm(name, id)
                .cells("messaging-method", Dts.SENDS | Dts.INDIRECT)
                .memory("rx", base, 1, 9)
                .memory("tx", base + 0x1000, 1, 11)
                .buffers();
    }

    /** A VM with a vCPU on each of four PEs. */
    static Dts onEachPe(String name, int id) {
        return Dts.vm(name, id)
                .cells("messaging-method", Dts.SENDS)
                .cells("execution-ctx-count", 4)
                .flag("partita,pinned");
    }

    /** A client in a context, as soon as that is idle and a PE is free. */
    public static Abi take(Platform platform, int id, int vcpu) {
        Abi[] taken = new Abi[1];
        String[] why = {""};
        await(why, () -> {
            try {
                taken[0] = new Abi(platform, id, vcpu);
                return true;
            } catch (PartitaException e) {
                why[0] = String.valueOf(e.getMessage());
                return false;
            }
        });
        return taken[0];
    }

    static Abi take(Platform platform, int id) {
        return take(platform, id, 0);
    }

    /** Writes a text into the TX buffer and sends it. */
    static Abi send(Abi vm, int from, int to, String text, long flags) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        vm.client().memory().write(vm.client().tx(), MemorySegment.ofArray(bytes));
        return vm.raw(SEND, Abi.ids(from, to), 0, bytes.length, flags);
    }

    static Abi send(Abi vm, int from, int to, String text) {
        return send(vm, from, to, text, 0);
    }

    /** The text of the message that the last completion has told of. */
    static String text(Abi vm) {
        byte[] bytes = new byte[vm.registers().w(3)];
        vm.client().memory().read(vm.client().rx(), MemorySegment.ofArray(bytes));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static void await(String what, BooleanSupplier condition) {
        await(new String[] {what}, condition);
    }

    private static void await(String[] what, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("not yet: %s", what[0]).isNegative();
            LockSupport.parkNanos(200_000);
        }
    }

    /** Waits until a context is in a state. */
    static void awaitState(Platform platform, int id, int vcpu, String state) {
        await(
                "%d.%d is %s".formatted(id, vcpu, state),
                () -> platform.partition(id).contexts().get(vcpu).state().equals(state));
    }
}
