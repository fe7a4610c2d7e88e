package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;

/** psa_read, psa_skip, psa_write, mapped vectors, psa_set_rhandle, and what a service answers. */
abstract class ReadAndWriteContract extends ServiceContract {
    /** What the service's functions have returned. */
    private final List<Long> results = new ArrayList<>();

    private final List<byte[]> seen = new ArrayList<>();

    private int request(Scripted.Function function, byte[][] inputs, Outputs outputs) {
        server.on(STATELESS, function);
        return client.call(STATELESS_HANDLE, 7, inputs, outputs);
    }

    /** Has the service read; what is beyond the bytes that it gets stays as it was. */
    private void read(SfnPsa psa, int message, int vector, int length) {
        long buffer = psa.scratch();
        put(psa, buffer, filled(16, 0x5A));
        results.add(psa.read(message, vector, buffer, length));
        seen.add(bytes(psa, buffer, 16));
    }

    private static byte[] padded(byte... bytes) {
        byte[] all = filled(16, 0x5A);
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        return all;
    }

    // ---- input vectors

    @Test
    @Shows("FFM-API-53")
    void aReadCopiesWhatIsThereAndTheNextOneGoesOn() throws Exception {
        serve();
        byte[] vector = counted(10);
        int status = request(
                (psa, m) -> {
                    read(psa, m.handle(), 0, 4);
                    read(psa, m.handle(), 0, 10);
                    read(psa, m.handle(), 0, 1);
                    return 0;
                },
                new byte[][] {vector},
                Outputs.NONE);
        assertThat(status).isZero();
        assertThat(results).containsExactly(4L, 6L, 0L);
        assertThat(seen.get(0)).isEqualTo(padded((byte) 1, (byte) 2, (byte) 3, (byte) 4));
        assertThat(seen.get(1)).isEqualTo(padded((byte) 5, (byte) 6, (byte) 7, (byte) 8, (byte) 9, (byte) 10));
        assertThat(seen.get(2)).isEqualTo(padded());
    }

    @Test
    @Shows("FFM-API-53")
    void eachVectorHasAPositionOfItsOwn() throws Exception {
        serve();
        byte[][] inputs = {{1, 2, 3}, {}, {11, 12}, {21, 22, 23, 24}};
        request(
                (psa, m) -> {
                    read(psa, m.handle(), 3, 2);
                    read(psa, m.handle(), 0, 1);
                    read(psa, m.handle(), 1, 5);
                    read(psa, m.handle(), 3, 5);
                    read(psa, m.handle(), 2, 0);
                    read(psa, m.handle(), 2, 5);
                    return 0;
                },
                inputs,
                Outputs.NONE);
        assertThat(results).containsExactly(2L, 1L, 0L, 2L, 0L, 2L);
        assertThat(seen.get(0)).isEqualTo(padded((byte) 21, (byte) 22));
        assertThat(seen.get(1)).isEqualTo(padded((byte) 1));
        assertThat(seen.get(3)).isEqualTo(padded((byte) 23, (byte) 24));
        assertThat(seen.get(5)).isEqualTo(padded((byte) 11, (byte) 12));
    }

    @Test
    @Shows("FFM-API-53")
    void aVectorThatTheClientHasNotGivenIsEmpty() throws Exception {
        serve();
        request(
                (psa, m) -> {
                    read(psa, m.handle(), 1, 8);
                    return 0;
                },
                new byte[][] {counted(8)},
                Outputs.NONE);
        assertThat(results).containsExactly(0L);
        assertThat(seen.getFirst()).isEqualTo(padded());
    }

    @Test
    @Shows("FFM-API-54")
    void aSkipGoesOnWithoutCopying() throws Exception {
        serve();
        request(
                (psa, m) -> {
                    results.add(psa.skip(m.handle(), 0, 4));
                    read(psa, m.handle(), 0, 10);
                    results.add(psa.skip(m.handle(), 0, 1));
                    results.add(psa.skip(m.handle(), 1, 0));
                    results.add(psa.skip(m.handle(), 1, 100));
                    return 0;
                },
                new byte[][] {counted(10), counted(3)},
                Outputs.NONE);
        assertThat(results).containsExactly(4L, 6L, 0L, 0L, 3L);
        assertThat(seen.getFirst()).isEqualTo(padded((byte) 5, (byte) 6, (byte) 7, (byte) 8, (byte) 9, (byte) 10));
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {1, 4095, 4096, 4097, 12000})
    @Shows({"FFM-API-53", "FFM-API-55"})
    void longVectorsArriveWhole(int length) throws Exception {
        serve();
        byte[] vector = new byte[length];
        for (int i = 0; i < length; i++) {
            vector[i] = (byte) (i * 31 + i / 256);
        }
        Outputs back = new Outputs(length);
        request(
                (psa, m) -> {
                    byte[] all = new byte[length];
                    results.add((long) psa.read(m.handle(), 0, all));
                    psa.write(m.handle(), 0, all);
                    return 0;
                },
                new byte[][] {vector},
                back);
        assertThat(results).containsExactly((long) length);
        assertThat(back.bytes(0)).isEqualTo(vector);
    }

    // ---- output vectors

    @Test
    @Shows({"FFM-API-55", "FFM-API-29"})
    void writesAreAppendedAndTheClientHearsOfTheirSum() throws Exception {
        serve();
        Outputs outputs = new Outputs(8, 4, 16);
        request(
                (psa, m) -> {
                    put(psa, psa.scratch(), counted(8));
                    psa.write(m.handle(), 0, psa.scratch(), 3);
                    psa.write(m.handle(), 2, psa.scratch() + 6, 2);
                    psa.write(m.handle(), 0, psa.scratch() + 3, 0);
                    psa.write(m.handle(), 0, psa.scratch() + 5, 2);
                    return 0;
                },
                NO_INPUTS,
                outputs);
        assertThat(outputs.bytes(0)).containsExactly(1, 2, 3, 6, 7);
        assertThat(outputs.length(1)).isZero();
        assertThat(outputs.bytes(2)).containsExactly(7, 8);
    }

    @Test
    @Shows({"FFM-API-55", "FFM-API-29"})
    void onlyTheBytesThatAreWrittenChange() throws Exception {
        serve();
        server.on(STATELESS, (psa, m) -> {
            put(psa, psa.scratch(), counted(5));
            psa.write(m.handle(), 0, psa.scratch(), 5);
            return 0;
        });
        IoVectors io = new IoVectors(client.memory());
        long buffer = client.scratch() + 0x100;
        io.put(buffer - 8, filled(32, 0xEE));
        long array = io.array(client.scratch(), buffer, 16);
        assertThat(client.call(STATELESS_HANDLE, 0x0001_0000, 0, array)).isZero();
        assertThat(io.length(array, 0)).isEqualTo(5);
        byte[] expected = filled(32, 0xEE);
        System.arraycopy(counted(5), 0, expected, 8, 5);
        assertThat(io.bytes(buffer - 8, 32)).isEqualTo(expected);
    }

    @Test
    @Shows("FFM-API-55")
    void aVectorMayBeWrittenToItsEnd() throws Exception {
        serve();
        Outputs outputs = new Outputs(8);
        int status = request(
                (psa, m) -> {
                    put(psa, psa.scratch(), counted(8));
                    psa.write(m.handle(), 0, psa.scratch(), 5);
                    psa.write(m.handle(), 0, psa.scratch() + 5, 3);
                    psa.write(m.handle(), 0, psa.scratch(), 0);
                    return 0;
                },
                NO_INPUTS,
                outputs);
        assertThat(status).isZero();
        assertThat(outputs.bytes(0)).isEqualTo(counted(8));
    }

    // ---- mapped vectors

    @Test
    @Shows("FFM-API-91")
    void aMappedInputVectorIsTheClientsMemory() throws Exception {
        serve();
        IoVectors io = new IoVectors(client.memory());
        long buffer = client.scratch() + 0x103;
        io.put(buffer, counted(9));
        server.on(STATELESS, (psa, m) -> {
            long address = psa.mapInvec(m.handle(), 0);
            results.add(address);
            seen.add(bytes(psa, address, 9));
            psa.unmapInvec(m.handle(), 0);
            return 0;
        });
        long array = io.array(client.scratch(), buffer, 9);
        assertThat(client.call(STATELESS_HANDLE, 0x0100_0000, array, 0)).isZero();
        assertThat(results).as("where the client has it: nothing was copied").containsExactly(buffer);
        assertThat(seen.getFirst()).isEqualTo(counted(9));
    }

    @Test
    @Shows({"FFM-API-91", "FFM-API-96"})
    void whatIsUnmappedIsAsLongAsTheServiceSays() throws Exception {
        serve();
        Outputs outputs = new Outputs(8, 8, 8);
        int status = request(
                (psa, m) -> {
                    put(psa, psa.mapOutvec(m.handle(), 0), counted(6));
                    psa.unmapOutvec(m.handle(), 0, 6);
                    put(psa, psa.mapOutvec(m.handle(), 1), counted(8));
                    psa.unmapOutvec(m.handle(), 1, 8);
                    put(psa, psa.mapOutvec(m.handle(), 2), counted(8));
                    psa.unmapOutvec(m.handle(), 2, 0);
                    return 0;
                },
                NO_INPUTS,
                outputs);
        assertThat(status).isZero();
        assertThat(outputs.bytes(0)).isEqualTo(counted(6));
        assertThat(outputs.bytes(1)).isEqualTo(counted(8));
        assertThat(outputs.length(2)).isZero();
    }

    @Test
    @Shows("FFM-API-96")
    void whatStaysMappedHasNoLength() throws Exception {
        serve();
        Outputs outputs = new Outputs(8, 3);
        int status = request(
                (psa, m) -> {
                    psa.mapInvec(m.handle(), 0);
                    put(psa, psa.mapOutvec(m.handle(), 0), counted(8));
                    psa.write(m.handle(), 1, counted(3));
                    return 5;
                },
                new byte[][] {counted(4)},
                outputs);
        assertThat(status).isEqualTo(5);
        assertThat(outputs.length(0)).isZero();
        assertThat(outputs.bytes(1)).isEqualTo(counted(3));
    }

    @Test
    @Shows({"FFM-API-91", "FFM-API-92"})
    void theNextMessagesVectorsCanBeMappedAgain() throws Exception {
        serve();
        int handle = client.connect(CONNECTED, 1);
        server.on(CONNECTED, (psa, m) -> {
            psa.mapInvec(m.handle(), 0);
            return 0;
        });
        for (int i = 0; i < 3; i++) {
            assertThat(client.call(handle, 0, new byte[][] {counted(4)}, Outputs.NONE))
                    .isZero();
        }
        client.close(handle);
    }

    // ---- what the service keeps, and answers

    @Test
    @Shows("FFM-API-51")
    void whatAServiceKeepsWithAConnectionComesWithEachOfItsMessages() throws Exception {
        server.on(CONNECTED, (psa, m) -> {
            if (m.type() == -1) {
                psa.setRhandle(m.handle(), 0x1234);
            } else if (m.type() == 3) {
                psa.setRhandle(m.handle(), 0xFFFF_FFFFL);
            }
            return 0;
        });
        serve();
        int handle = client.connect(CONNECTED, 1);
        int other = client.connect(UNMAPPABLE, 1);
        for (int type = 2; type <= 4; type++) {
            client.call(handle, type, NO_INPUTS, Outputs.NONE);
        }
        client.call(other, 5, NO_INPUTS, Outputs.NONE);
        client.close(handle);
        client.close(other);
        assertThat(server.received())
                .filteredOn(m -> m.sid() == CONNECTED)
                .extracting(Scripted.Received::rhandle)
                .containsExactly(0L, 0x1234L, 0x1234L, 0xFFFF_FFFFL, 0xFFFF_FFFFL);
        assertThat(server.received())
                .filteredOn(m -> m.sid() == UNMAPPABLE)
                .extracting(Scripted.Received::rhandle)
                .containsOnly(0L);
    }

    /** A place of the pool that had a connection before: nothing of that one is left. */
    @Test
    @Shows("FFM-API-51")
    void aNewConnectionBeginsWithNothing() throws Exception {
        server.on(CONNECTED, (psa, m) -> {
            psa.setRhandle(m.handle(), 0x77);
            return 0;
        });
        ffm.key("ffm.connections", 1);
        serve();
        for (int i = 0; i < 3; i++) {
            client.close(client.connect(CONNECTED, 1));
        }
        assertThat(server.received())
                .extracting(Scripted.Received::rhandle)
                .containsExactly(0L, 0x77L, 0L, 0x77L, 0L, 0x77L);
    }

    @Test
    @Shows({"FFM-SFN-29", "FFM-IPC-8"})
    void nothingOfAMessageIsLeftInTheNextOne() throws Exception {
        server.on(CONNECTED, (psa, m) -> {
            psa.setRhandle(m.handle(), 9);
            return 0;
        });
        serve();
        int handle = client.connect(CONNECTED, 1);
        client.call(handle, 1, new byte[][] {counted(3), counted(5)}, new Outputs(7, 9));
        client.call(handle, 2, NO_INPUTS, Outputs.NONE);
        client.close(handle);
        assertThat(server.received())
                .containsExactly(
                        message(-1, handle, 0, 0, 0, 0, 0),
                        message(1, handle, 9, 3, 5, 7, 9),
                        message(2, handle, 9, 0, 0, 0, 0),
                        message(-2, handle, 9, 0, 0, 0, 0));
    }

    private static Scripted.Received message(
            int type, int handle, long rhandle, long in0, long in1, long out0, long out1) {
        return new Scripted.Received(
                CONNECTED, type, handle, -1, rhandle, List.of(in0, in1, 0L, 0L), List.of(out0, out1, 0L, 0L));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1, 7, -135, Integer.MIN_VALUE, Integer.MAX_VALUE, -1})
    @Shows({"FFM-API-73", "FFM-API-75", "FFM-API-17", "FFM-SFN-14"})
    void aRequestIsAnsweredWithAnyStatus(int status) throws Exception {
        serve();
        assertThat(request((psa, m) -> status, NO_INPUTS, Outputs.NONE)).isEqualTo(status);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 5, -135, -129})
    @Shows({"FFM-API-72", "FFM-API-75", "FFM-SFN-19", "FFM-API-32"})
    void theStatusOfADisconnectionMeansNothing(int status) throws Exception {
        server.on(CONNECTED, (psa, m) -> m.type() == -2 ? status : 0);
        serve();
        int handle = client.connect(CONNECTED, 1);
        client.close(handle);
        assertThat(server.types()).containsExactly(-1, -2);
        assertThat(connections()).isZero();
        assertThat(client.call(handle, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(PROGRAMMER_ERROR);
        assertThat(platform.status().problems()).isEmpty();
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {"0000", "1000", "2000", "3000", "4000", "5000", "6000", "30AB"})
    @Shows("FFM-API-98")
    void theLifecycleStateIsTheConfigurations(String state) throws Exception {
        int value = Integer.parseInt(state, 16);
        ffm.key("ffm.lifecycle", value);
        serve();
        assertThat(request((psa, m) -> psa.lifecycleState(), NO_INPUTS, Outputs.NONE))
                .isEqualTo(value);
    }

    @Test
    @Shows("FFM-API-98")
    void aDeviceIsSecuredUnlessItsConfigurationSaysOtherwise() throws Exception {
        serve();
        assertThat(request((psa, m) -> psa.lifecycleState() & 0xFF00, NO_INPUTS, Outputs.NONE))
                .isEqualTo(0x3000);
    }

    // ---- signals

    /** Messages come to its functions: no signal of a service is ever asserted for an SFN partition to see. */
    @ParameterizedTest(name = "time-out 0x{0}")
    @ValueSource(strings = {"0", "1", "7fffffff"})
    @Shows({"FFM-API-42", "FFM-API-44"})
    void aFunctionThatAsksForTheDoorbellHearsThatNobodyHasRung(String timeout) throws Exception {
        serve();
        assertThat(request((psa, m) -> psa.await(0x8, Integer.parseUnsignedInt(timeout, 16)), NO_INPUTS, Outputs.NONE))
                .isZero();
    }
}
