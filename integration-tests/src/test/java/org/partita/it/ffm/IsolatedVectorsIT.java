package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * A Secure client's vectors have to be within its protection boundary: at isolation level 2 the PSA RoT is kept from the
 * Application RoT, at level 3 each partition from the others.
 */
@PlatformTest(IsolatedTestPlatform.class)
class IsolatedVectorsIT extends OwnPlatformContract {
    private static final int SID = 0x1001;
    private static final int HANDLE = 0x40000100;
    private static final int ONE_IN = 1 << 24;
    private static final int ONE_OUT = 1 << 16;
    private static final String APPLICATION = "APPLICATION-ROT";
    private static final String PSA = "PSA-ROT";

    private final Map<String, Long> memory = new ConcurrentHashMap<>();
    private final Scripted server = new Scripted(psa -> tell("SERVER", psa)).on(SID, (psa, m) -> {
        byte[] got = new byte[(int) m.inSize(0)];
        psa.read(m.handle(), 0, got);
        psa.write(m.handle(), 0, new byte[(int) m.outSize(0)]);
        return got.length + (int) m.outSize(0);
    });

    @Override
    String backend() {
        return "ipc";
    }

    private int tell(String who, SfnPsa psa) {
        memory.put(who, psa.scratch() + 0x100);
        return 0;
    }

    private TestFfm partitions(int level, String type) {
        return platform(folder)
                .key("ffm.isolation", level)
                .sfn(ManifestText.of("SERVER").stateless("SERVICE", SID, 1).word("type", PSA), server)
                .sfn(
                        ManifestText.of("APPLICATION")
                                .connected("OTHER", 0x1002)
                                .word("type", APPLICATION),
                        new Scripted(psa -> tell("APPLICATION", psa)))
                .sfn(caller("SERVICE").word("type", type), caller);
    }

    @ParameterizedTest(name = "level {0}, {1} client, memory of {2}: {3}")
    @CsvSource({
        "1, APPLICATION-ROT, SERVER, true",
        "1, APPLICATION-ROT, APPLICATION, true",
        "1, PSA-ROT, APPLICATION, true",
        "2, APPLICATION-ROT, SERVER, false",
        "2, APPLICATION-ROT, APPLICATION, true",
        "2, PSA-ROT, APPLICATION, true",
        "2, PSA-ROT, SERVER, true",
        "2, APPLICATION-ROT, CALLER, true",
        "2, APPLICATION-ROT, Non-secure, true",
        "3, APPLICATION-ROT, SERVER, false",
        "3, APPLICATION-ROT, APPLICATION, false",
        "3, PSA-ROT, APPLICATION, false",
        "3, PSA-ROT, SERVER, false",
        "3, PSA-ROT, CALLER, true",
        "3, APPLICATION-ROT, CALLER, true",
        "3, APPLICATION-ROT, Non-secure, true",
    })
    @Shows({"FFM-API-24", "FFM-API-25", "FFM-BACKEND-9"})
    void vectorsAreWithinTheBoundaryOfTheirClient(int level, String type, String whose, boolean permitted)
            throws Exception {
        for (String wrong : new String[] {"input", "output", "inputs", "outputs"}) {
            try (TestFfm partitions = partitions(level, type)) {
                platform = partitions.boot();
                String rule = wrong.endsWith("s") ? "FFM-API-24" : "FFM-API-25";
                int told = secure((psa, m) -> call(psa, wrong, whose));
                if (permitted) {
                    assertThat(told).as(wrong).isEqualTo(4);
                    assertThat(platform.status().problems()).isEmpty();
                } else {
                    assertThat(told).as(wrong).isEqualTo(COMMUNICATION_FAILURE);
                    assertPanicked(CALLER, rule);
                    assertThat(server.received()).isEmpty();
                }
                server.forget();
            }
        }
    }

    /** Calls with one vector of four bytes: it, or the array of its descriptor, is there. */
    private int call(SfnPsa psa, String what, String where) {
        long own = psa.scratch() + 0x100;
        long there = where.equals(CALLER) ? own : where.equals("Non-secure") ? 0x20000000L : memory.get(where);
        IoVectors vectors = new IoVectors(psa.memory());
        return switch (what) {
            case "input" -> psa.call(HANDLE, ONE_IN, vectors.array(psa.scratch(), there, 4), 0);
            case "output" -> psa.call(HANDLE, ONE_OUT, 0, vectors.array(psa.scratch(), there, 4));
            default -> {
                // what stands there was written by whoever may write there: descriptors of nothing, but for its own
                // ones
                boolean mine = where.equals(CALLER) || where.equals("Non-secure");
                if (mine) {
                    vectors.array(there, own + 0x40, 4);
                }
                int control = what.equals("inputs") ? ONE_IN : ONE_OUT;
                int status = psa.call(HANDLE, control, control == ONE_IN ? there : 0, control == ONE_OUT ? there : 0);
                yield mine ? status : status + 4;
            }
        };
    }
}
