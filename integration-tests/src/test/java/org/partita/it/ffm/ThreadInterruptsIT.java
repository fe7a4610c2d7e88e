package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.ffm.partition.IpcPartition;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.Psa;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.PlatformTest;

/** Interrupts of IPC partitions, whose threads wait for messages and interrupts together, and of partitions that the MPU protects. */
@PlatformTest(IsolatedTestPlatform.class)
class ThreadInterruptsIT extends IpcContract {
    private static final int DRIVE = 0x5000;
    private static final int DRIVE_HANDLE = 0x40000100;
    private static final int OTHER_HANDLE = 0x40000101;
    private static final int LINE = 50;
    private static final int SIGNAL = 0x8000_0000;

    private void raise() {
        platform.interrupts().pulse(LINE, 0);
    }

    private boolean enabled() {
        return platform.interrupts().interrupts().stream()
                .anyMatch(i -> i.line().intid() == LINE && i.line().enabled());
    }

    private static ManifestText driver(String handling) {
        return ManifestText.of("DRIVER").stateless("DRIVE", DRIVE, 1).interrupt("LINE", LINE, handling);
    }

    /** Counts interrupts, and tells a client how many there were. */
    private void counting(Psa psa) {
        int come = 0;
        psa.irqEnable(SIGNAL);
        for (; ; ) {
            int signals = psa.await(SIGNAL | FIRST, BLOCK);
            if ((signals & SIGNAL) != 0) {
                come++;
                psa.eoi(SIGNAL);
                log.add("interrupt " + come);
            }
            if ((signals & FIRST) != 0) {
                psa.reply(take(psa, FIRST).handle(), come);
            }
        }
    }

    @Test
    @Shows({"FFM-API-81", "FFM-API-90"})
    void aThreadWaitsForMessagesAndInterruptsTogether() throws Exception {
        ffm.ipc(driver("SLIH"), this::counting);
        boot();
        for (int i = 1; i <= 5; i++) {
            raise();
            String last = "interrupt " + i;
            Calls.await(last, () -> log.contains(last));
            assertThat(client(-1).call(DRIVE_HANDLE, 0, NO_INPUTS, Outputs.NONE))
                    .isEqualTo(i);
            giveClientsBack();
        }
    }

    @Test
    @Shows("FFM-API-89")
    void interruptsOfAnFfm10PartitionAreEnabledWhenItIsLoaded() throws Exception {
        String more = "\"non_secure_clients\": true";
        ffm.ipc(
                ManifestText.of("OLD")
                        .frameworkVersion("1.0")
                        .service("OLD_ONE", 0x5001, more)
                        .interrupt("OLD_LINE", LINE, "SLIH"),
                psa -> {
                    for (; ; ) {
                        psa.await(SIGNAL, BLOCK);
                        log.add("came");
                        psa.eoi(SIGNAL);
                    }
                });
        boot();
        assertThat(enabled()).isTrue();
        raise();
        Calls.await("it came", () -> log.contains("came"));
    }

    /** The driver is more urgent than whoever works when its interrupt comes. */
    @Test
    void anInterruptPreemptsAPartitionOfLowerPriority() throws Exception {
        ffm.ipc(driver("SLIH").word("priority", "HIGH"), this::counting);
        ffm.ipc(ManifestText.of("WORKER").stateless("WORK", 0x5002, 2).word("priority", "LOW"), psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                log.add("works");
                raise();
                psa.preemptionPoint();
                log.add("has worked");
                psa.reply(m.handle(), 0);
            }
        });
        boot();
        assertThat(client(-1).call(OTHER_HANDLE, 0, NO_INPUTS, Outputs.NONE)).isZero();
        assertThat(log).containsExactly("works", "interrupt 1", "has worked");
    }

    /** A FLIH function whose partition writes where it is told. */
    private static final class Reaching implements SfnPartition, FirstLevelHandler {
        volatile long target;

        @Override
        public int initialize(SfnPsa psa) {
            target = psa.scratch();
            psa.irqEnable(SIGNAL);
            return 0;
        }

        @Override
        public int call(SfnPsa psa, PsaMessage message) {
            return 0;
        }

        @Override
        public boolean handle(MemoryView memory, int signal) {
            memory.write64(target, 1);
            return false;
        }
    }

    @Test
    void atIsolationLevel3AFirstLevelFunctionHasTheProtectionOfItsPartition() throws Exception {
        Reaching driver = new Reaching();
        AtomicInteger worked = new AtomicInteger();
        ffm.key("ffm.isolation", 3);
        ffm.sfn(driver("FLIH"), driver);
        IpcPartition worker = psa -> {
            for (; ; ) {
                PsaMessage m = next(psa, FIRST);
                raise();
                psa.preemptionPoint();
                psa.memory().write64(psa.scratch(), worked.incrementAndGet());
                if (m.type() == 1) {
                    driver.target = psa.scratch();
                }
                psa.reply(m.handle(), 0);
            }
        };
        ffm.ipc(ManifestText.of("WORKER").stateless("WORK", 0x5002, 2), worker);
        boot();
        for (int type = 0; type < 3; type++) {
            assertThat(client(-1).call(OTHER_HANDLE, type, NO_INPUTS, Outputs.NONE))
                    .isZero();
            giveClientsBack();
        }
        assertThat(worked).hasValue(3);
        assertThat(stateOf("DRIVER")).isEqualTo("ended");
        assertThat(platform.status().problems())
                .singleElement()
                .asString()
                .contains("DRIVER", "first-level interrupt handling");
    }

    /** The driver counts both kinds while somebody exchanges backends, and nobody loses one. */
    @Test
    void noInterruptIsLostWhenBackendsAreSwitched() throws Exception {
        int switches = 10 * Integer.getInteger("partita.scale", 1);
        AtomicInteger handled = new AtomicInteger();
        ffm.sfn(driver("SLIH"), new Scripted().on(DRIVE, (psa, m) -> {
                    psa.irqEnable(SIGNAL);
                    psa.await(SIGNAL, BLOCK);
                    psa.eoi(SIGNAL);
                    return handled.incrementAndGet();
                }));
        boot();
        Future<Integer> administrator = calls.begin(() -> {
            for (int i = 0; i < switches; i++) {
                var _ = platform.ffm().backend(i % 2 == 0 ? "sfn" : "ipc");
            }
            return switches;
        });
        int rounds = 0;
        while (!administrator.isDone() || rounds < 200) {
            rounds++;
            Future<Integer> call = calls.begin(-1, c -> c.call(DRIVE_HANDLE, 0, NO_INPUTS, Outputs.NONE));
            raise();
            assertThat(Calls.result(call)).isEqualTo(rounds);
        }
        assertThat(Calls.result(administrator)).isEqualTo(switches);
        assertThat(handled).hasValue(rounds);
    }
}
