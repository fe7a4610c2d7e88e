package org.partita.it.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.partita.api.admin.Devices;
import org.partita.api.admin.DmaResult;
import org.partita.api.admin.Platform;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.SmmuEvent.Type;
import org.partita.api.smmu.StreamId;

/** A device that accesses memory by one of its streams. */
public final class Dma {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Devices devices;
    private final StreamId stream;

    public Dma(Platform platform, StreamId stream) {
        this.devices = platform.devices();
        this.stream = stream;
    }

    /** The device of an endpoint: a SEPID, or a partition that it is assigned to. */
    public static Dma of(Platform platform, int endpoint) {
        return new Dma(platform, platform.devices().streamOf(endpoint));
    }

    public StreamId stream() {
        return stream;
    }

    /** Reads a word, which it can. */
    public long read(long address) {
        DmaResult r = devices.read(stream, address, Long.BYTES);
        assertThat(r.completed())
                .as("read of %s at 0x%x: %s %s", stream, address, r.event(), r.abort())
                .isTrue();
        return MemorySegment.ofArray(r.bytes()).get(U64, 0);
    }

    /** Writes a word, which it can. */
    public void write(long address, long value) {
        DmaResult r = devices.write(stream, address, word(value));
        assertThat(r.completed())
                .as("write of %s at 0x%x: %s %s", stream, address, r.event(), r.abort())
                .isTrue();
    }

    /** Reads bytes, which it can. */
    public byte[] bytes(long address, int length) {
        DmaResult r = devices.read(stream, address, length);
        assertThat(r.completed())
                .as("read of %s at 0x%x: %s %s", stream, address, r.event(), r.abort())
                .isTrue();
        return r.bytes();
    }

    /** A read that the SMMU aborts: its event is queued. */
    public void cantRead(long address, Type why) {
        queued(aborted(devices.read(stream, address, Long.BYTES), address, false, why));
    }

    /** A write that the SMMU aborts: its event is queued. */
    public void cantWrite(long address, Type why) {
        queued(aborted(devices.write(stream, address, word(-1)), address, true, why));
    }

    /** A read and a write that the SMMU aborts, while others take events out of the queue. */
    public void cantReach(long address, Type why) {
        aborted(devices.read(stream, address, Long.BYTES), address, false, why);
        aborted(devices.write(stream, address, word(-1)), address, true, why);
    }

    private SmmuEvent aborted(DmaResult r, long address, boolean write, Type why) {
        SmmuEvent event = r.event();
        assertThat(event)
                .as("event of %s at 0x%x; %s", stream, address, r.abort())
                .isNotNull();
        assertThat(r.bytes()).as("bytes before the event").isEmpty();
        assertThat(event.type()).as("type of %s", event).isEqualTo(why);
        assertThat(event.stream()).isEqualTo(stream);
        assertThat(event.address()).isEqualTo(address);
        assertThat(event.write()).isEqualTo(write);
        return event;
    }

    private void queued(SmmuEvent event) {
        assertThat(devices.events().stream().flatMap(q -> q.events().stream())).contains(event);
        devices.consumeEvents();
    }

    private static byte[] word(long value) {
        byte[] bytes = new byte[Long.BYTES];
        MemorySegment.ofArray(bytes).set(U64, 0, value);
        return bytes;
    }
}
