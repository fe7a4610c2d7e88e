package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;
import org.partita.lib.fixture.CallModel;
import org.partita.lib.fixture.EndpointModel;

/** How an endpoint sends a descriptor and gets one, with the functions of FF-A 12.2.2 and in the buffers of 12.2.1. */
final class Transmission {
    static final int PAUSE = 0x84000078;
    static final int RESUME = 0x84000079;
    static final int FRAG_RX = 0x8400007A;
    static final int FRAG_TX = 0x8400007B;

    private final Scene scene;
    private final EndpointModel by;
    private final Operation operation;
    private final byte[] descriptor;
    private final long address;
    private final int pages;
    private int sent;
    private long handle;

    private Transmission(
            Scene scene, EndpointModel by, Operation operation, byte[] descriptor, long address, int pages) {
        this.scene = scene;
        this.by = by;
        this.operation = operation;
        this.descriptor = descriptor;
        this.address = address;
        this.pages = pages;
    }

    /** In the caller's TX buffer. */
    static Transmission of(Scene scene, EndpointModel by, Operation operation, MemoryTransaction t) {
        return new Transmission(scene, by, operation, t.encoded(), 0, 0);
    }

    /** In a buffer that the caller allocated. */
    Transmission in(long at, int count) {
        return new Transmission(scene, by, operation, descriptor, at, count);
    }

    int size() {
        return descriptor.length;
    }

    /** The whole. */
    CallModel whole() {
        return first(descriptor.length);
    }

    /** The first fragment, with the function itself. */
    CallModel first(int length) {
        put(0, length);
        sent = length;
        return scene.call(by, Scene.function(operation), descriptor.length, length, address, pages);
    }

    /** The next fragment, for which the last completion has asked as FF-A Table 12.3 has it. */
    CallModel next(CallModel asked, int length) {
        requested(asked, sent);
        handle = handle(asked);
        put(sent, length);
        sent += length;
        return scene.call(by, FRAG_TX, handle & 0xFFFF_FFFFL, handle >>> 32, length);
    }

    /** All fragments. */
    CallModel fragments(int... lengths) {
        CallModel call = first(lengths[0]);
        for (int i = 1; i < lengths.length; i++) {
            call = next(call, lengths[i]);
        }
        return call;
    }

    /** The rest, in fragments of this length. */
    CallModel rest(CallModel asked, int length) {
        CallModel call = asked;
        while (sent < descriptor.length) {
            call = next(call, Math.min(length, descriptor.length - sent));
        }
        return call;
    }

    /** The Handle by which fragments were asked for. */
    long handle() {
        return handle;
    }

    /** FFA_MEM_FRAG_RX at a virtual instance. */
    static void requested(CallModel call, int offset) {
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(call.registers.function()).isEqualTo(FRAG_RX);
        assertThat(call.registers.x(3)).isEqualTo(offset);
        assertThat(call.registers.x(4)).isZero();
        assertThat(call.registers.x(5) | call.registers.x(6) | call.registers.x(7))
                .isZero();
        assertThat(handle(call)).isNotZero();
    }

    /** In w1/w2. */
    static long handle(CallModel call) {
        assertThat(call.registers.x(1) >>> 32 | call.registers.x(2) >>> 32).isZero();
        return call.registers.x(1) | call.registers.x(2) << 32;
    }

    /** Writes bytes of the descriptor to the beginning of the buffer. */
    void put(int from, int length) {
        byte[] fragment = Arrays.copyOfRange(descriptor, from, from + length);
        if (address == 0) {
            scene.pair(by).writeTx(0, MemorySegment.ofArray(fragment));
            return;
        }
        for (int at = 0; at < fragment.length; at += 4096) {
            System.arraycopy(fragment, at, page(address + at), 0, Math.min(4096, fragment.length - at));
        }
    }

    /** The bytes of a page of the caller's. */
    private byte[] page(long at) {
        return page(scene, by, at);
    }

    static byte[] page(Scene scene, EndpointModel of, long at) {
        Mapping m = of.regime().find(at, PhysicalMemory.PAGE_SIZE);
        assertThat(m).isNotNull();
        return scene.platform.page(m.physical() + at - m.address());
    }

    // ---- the way back

    /** FFA_MEM_FRAG_RX by the Receiver of a description. */
    static CallModel request(Scene scene, EndpointModel by, long handle, long offset) {
        return scene.call(by, FRAG_RX, handle & 0xFFFF_FFFFL, handle >>> 32, offset);
    }

    /** What is in the caller's RX buffer, which is not released. */
    static byte[] received(Scene scene, EndpointModel by, long length) {
        return scene.pair(by).rxContents().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Gets all fragments of a description, of which the first has come, and releases RX after each. */
    static MemoryTransaction collected(Scene scene, EndpointModel by, long handle, CallModel first) {
        assertThat(first.refusal()).isEqualTo("null without a rule");
        assertThat(first.registers.function()).isEqualTo(0x84000075);
        long total = first.registers.x(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(received(scene, by, first.registers.x(2)));
        assertThat(scene.pair(by).releaseRx()).isTrue();
        while (all.size() < total) {
            CallModel next = request(scene, by, handle, all.size());
            transmitted(next, handle);
            all.writeBytes(received(scene, by, next.registers.x(3)));
            assertThat(scene.pair(by).releaseRx()).isTrue();
        }
        assertThat(all.size()).isEqualTo((int) total);
        return MemoryTransaction.decode(MemorySegment.ofArray(all.toByteArray()));
    }

    /** FFA_MEM_FRAG_TX at a virtual instance. */
    static void transmitted(CallModel call, long handle) {
        assertThat(call.refusal()).isEqualTo("null without a rule");
        assertThat(call.registers.function()).isEqualTo(FRAG_TX);
        assertThat(handle(call)).isEqualTo(handle);
        assertThat(call.registers.x(3)).isPositive();
        assertThat(call.registers.x(4)).isZero();
        assertThat(call.registers.x(5) | call.registers.x(6) | call.registers.x(7))
                .isZero();
    }
}
