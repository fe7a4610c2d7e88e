package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.SfnPsa;

/**
 * What the contracts of a service share: a partition with a connected and a stateless service whose vectors may be mapped, and
 * another partition that has nothing to do with it.
 */
abstract class ServiceContract extends OwnPlatformContract {
    static final String SERVER = "SERVER";
    static final int CONNECTED = 0x1000;
    static final int STATELESS = 0x1001;
    static final int UNMAPPABLE = 0x1002;

    /** Bit 30, version 1, index 0. */
    static final int STATELESS_HANDLE = 0x40000100;

    private static final String NEIGHBOUR = "NEIGHBOUR";
    private static final int NEIGHBOUR_SID = 0x1100;
    private static final int NEIGHBOUR_HANDLE = 0x40000101;
    private static final int NEIGHBOUR_STATUS = 23;

    final Scripted server = new Scripted();
    PsaSession client;

    /** Boots the platform with the partitions of the contract and those that the test has added. */
    void serve() throws Exception {
        String mappable = "\"non_secure_clients\": true, \"mm_iovec\": \"enable\", ";
        serve(
                ffm,
                ManifestText.of(SERVER)
                        .service("CONNECTED", CONNECTED, mappable + "\"connection_based\": true")
                        .service(
                                "STATELESS",
                                STATELESS,
                                mappable + "\"connection_based\": false, \"stateless_handle\": 1")
                        .connected("UNMAPPABLE", UNMAPPABLE),
                server);
        ffm.sfn(
                ManifestText.of(NEIGHBOUR).stateless(NEIGHBOUR, NEIGHBOUR_SID, 2),
                new Scripted().on(NEIGHBOUR_SID, (psa, m) -> NEIGHBOUR_STATUS));
        boot();
        client = client(-1);
    }

    /** What happens to a partition is its own matter. */
    void assertTheOthersGoOn() {
        try (PsaSession other = platform.ffm().client(-2)) {
            assertThat(other.call(NEIGHBOUR_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(NEIGHBOUR_STATUS);
        }
    }

    /** Bytes of a partition's own memory. */
    static byte[] bytes(SfnPsa psa, long address, int length) {
        byte[] all = new byte[length];
        psa.memory().read(address, MemorySegment.ofArray(all));
        return all;
    }

    static void put(SfnPsa psa, long address, byte[] bytes) {
        psa.memory().write(address, MemorySegment.ofArray(bytes));
    }

    /** 1, 2, 3 and so on. */
    static byte[] counted(int length) {
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++) {
            all[i] = (byte) (i + 1);
        }
        return all;
    }

    static byte[] filled(int length, int value) {
        byte[] all = new byte[length];
        Arrays.fill(all, (byte) value);
        return all;
    }
}
