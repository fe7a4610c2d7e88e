package org.partita.partition.stmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.partita.api.descriptor.CompositeRegion;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.InstructionAccess;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.api.descriptor.ResponseFlags;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

class ManagementModeTest {
    private static final long IMAGE = 0x600_0000L;
    private static final int RX = 0x1_0000;
    private static final int BUFFER = 0x3_0000;
    private static final long REQUEST = 0x0001_8001L;

    private static void version(Registers r) {
        r.x0 = 0x10000;
    }

    private static Consumer<Registers> request(long x3, long x4, long x5) {
        return r -> r.set(FunctionId.FFA_MSG_SEND_DIRECT_REQ.id64(), REQUEST, 0, x3, x4, x5, 0, 0);
    }

    private static void success(Registers r) {
        r.set(FunctionId.FFA_SUCCESS.id32(), 0);
    }

    private static byte[] retrieved() {
        EndpointAccess me = new EndpointAccess(0x8001, DataAccess.READ_WRITE, InstructionAccess.EXECUTE_NEVER, null);
        CompositeRegion region = CompositeRegion.of(new ConstituentRange(IMAGE + BUFFER, 1));
        return MemoryTransaction.response(
                        1,
                        MemoryAttributes.NOT_SPECIFIED,
                        new ResponseFlags(false, TransactionType.SHARE),
                        7,
                        0,
                        List.of(me.withRegion(region)))
                .encoded();
    }

    private static void retrieveResponse(Registers r) {
        int length = retrieved().length;
        r.set(FunctionId.FFA_MEM_RETRIEVE_RESP.id32(), length, length, 0, 0, 0, 0, 0);
    }

    /** QueryVariableInfo, in the layout of EDK II. */
    private static byte[] query() {
        byte[] message = new byte[68];
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Guid.write(bytes, 0, Message.VARIABLE_SERVICE);
        bytes.putLong(16, 44).putLong(24, 4).putInt(64, 7);
        return message;
    }

    /** The message is what the SP has read of it at once: who shares the buffer may change it in the middle. */
    @Test
    void whatChangesInTheBufferIsNotSeen() {
        FakeSp sp = new FakeSp(
                IMAGE,
                List.of(
                        ManagementModeTest::version,
                        request(1, 7, 0),
                        ManagementModeTest::retrieveResponse,
                        ManagementModeTest::success,
                        request(2, 16, 68)));
        System.arraycopy(retrieved(), 0, sp.memory, RX, retrieved().length);
        System.arraycopy(query(), 0, sp.memory, BUFFER + 16, 68);
        sp.afterRead = () -> {
            if (sp.calls.size() == 5) {
                Arrays.fill(sp.memory, BUFFER, BUFFER + 4096, (byte) 0xFF);
            }
        };

        assertThatThrownBy(() -> new ManagementMode(sp, IMAGE, (store, intid) -> {}).run())
                .isInstanceOf(FakeSp.Stopped.class);

        assertThat(sp.calls.get(1)).startsWith("FFA_MSG_WAIT");
        assertThat(sp.calls.get(2)).startsWith("FFA_MEM_RETRIEVE_REQ");
        assertThat(sp.calls.get(3)).startsWith("FFA_RX_RELEASE");
        assertThat(sp.calls.get(4)).startsWith("FFA_MSG_SEND_DIRECT_RESP x1=0x80010001 x2=0x0 x3=0x0 x4=0x1000 ");
        assertThat(sp.calls.get(5)).startsWith("FFA_MSG_SEND_DIRECT_RESP x1=0x80010001 x2=0x0 x3=0x0 ");
        MemorySegment answer = MemorySegment.ofArray(sp.memory).asSlice(BUFFER + 16L, 68);
        ByteBuffer bytes = answer.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(24)).as("function").isEqualTo(4);
        assertThat(bytes.getLong(32)).as("status").isZero();
        assertThat(bytes.getLong(56)).as("MaximumVariableSize").isEqualTo(2048);
        assertThat(sp.memory[BUFFER + 15]).isEqualTo((byte) 0xFF);
        assertThat(sp.memory[BUFFER + 16 + 68]).isEqualTo((byte) 0xFF);
    }

    @Test
    void withoutARegionThereIsNoBuffer() {
        FakeSp sp = new FakeSp(
                IMAGE,
                List.of(
                        ManagementModeTest::version,
                        request(1, 7, 0),
                        r -> r.set(FunctionId.FFA_ERROR.id32(), 0, 0xFFFFFFFEL, 0, 0, 0, 0, 0),
                        request(2, 0, 68)));

        assertThatThrownBy(() -> new ManagementMode(sp, IMAGE, (store, intid) -> {}).run())
                .isInstanceOf(FakeSp.Stopped.class);

        assertThat(sp.calls.get(3)).contains(" x3=0xfffffffffffffffe x4=0x0 ");
        assertThat(sp.calls.get(4)).contains(" x3=0xfffffffffffffffd ");
    }
}
