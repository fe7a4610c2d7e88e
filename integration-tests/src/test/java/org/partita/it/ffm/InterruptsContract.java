package org.partita.it.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.partita.api.ffm.partition.FirstLevelHandler;
import org.partita.api.ffm.partition.Outputs;
import org.partita.api.ffm.partition.PsaMessage;
import org.partita.api.ffm.partition.SfnPartition;
import org.partita.api.ffm.partition.SfnPsa;
import org.partita.api.partition.MemoryView;
import org.partita.testkit.Shows;

/**
 * Interrupts of an SFN partition, on both backends: a first-level and a second-level one. What it does when they come is in the hands of each
 * test; its services are functions that a client calls.
 */
abstract class InterruptsContract extends OwnPlatformContract {
    static final String DRIVER = "DRIVER";
    static final int SERVICE = 0x5000;
    /** Bit 30, version 1, index 0. */
    static final int HANDLE = 0x40000100;

    /** Interrupt IDs; their signals, the first of a partition has bit 31. */
    static final int FAST = 40;

    static final int SLOW = 41;
    static final int FAST_SIGNAL = 0x8000_0000;
    static final int SLOW_SIGNAL = 0x4000_0000;
    static final int POLL = 0;
    static final int BLOCK = 0x8000_0000;

    private static final String BYSTANDER = "BYSTANDER";
    private static final int BYSTANDER_SID = 0x5100;
    private static final int BYSTANDER_HANDLE = 0x40000101;
    private static final int BYSTANDER_STATUS = 17;

    final Driver driver = new Driver();
    Calls calls;

    /** The driver: functions as {@link Scripted} has them, and a FLIH function. */
    static final class Driver implements SfnPartition, FirstLevelHandler {
        final Scripted functions = new Scripted();
        final List<String> log = new CopyOnWriteArrayList<>();
        volatile Handler handler = (memory, signal) -> true;

        @FunctionalInterface
        interface Handler {
            boolean handle(MemoryView memory, int signal) throws Exception;
        }

        @Override
        public int call(SfnPsa psa, PsaMessage message) throws Exception {
            return functions.call(psa, message);
        }

        @Override
        public boolean handle(MemoryView memory, int signal) throws Exception {
            log.add("flih " + Integer.toHexString(signal));
            return handler.handle(memory, signal);
        }
    }

    static ManifestText driverManifest() {
        return ManifestText.of(DRIVER)
                .stateless("DRIVE", SERVICE, 1)
                .interrupt("FAST", FAST, "FLIH")
                .interrupt("SLOW", SLOW, "SLIH");
    }

    void drive() throws Exception {
        ffm.sfn(driverManifest(), driver);
        ffm.sfn(
                ManifestText.of(BYSTANDER).stateless("STAND_BY", BYSTANDER_SID, 2),
                new Scripted().on(BYSTANDER_SID, (psa, m) -> BYSTANDER_STATUS));
        boot();
        calls = new Calls(platform);
    }

    @AfterEach
    void endCalls() {
        if (calls != null) {
            calls.close();
        }
    }

    /** What the driver does for a client, and the status that the client gets. */
    int driver(Scripted.Function body) {
        return begin(body).resultNow();
    }

    private Future<Integer> begin(Scripted.Function body) {
        driver.functions.on(SERVICE, body);
        Future<Integer> call = calls.begin(-1, c -> c.call(HANDLE, 0, NO_INPUTS, Outputs.NONE));
        try {
            Integer _ = Calls.result(call);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return call;
    }

    void raise(int intid) {
        platform.interrupts().pulse(intid, 0);
    }

    boolean enabled(int intid) {
        return platform.interrupts().interrupts().stream()
                .anyMatch(i -> i.line().intid() == intid && i.line().enabled());
    }

    boolean pending(int intid) {
        return platform.interrupts().interrupts().stream()
                .anyMatch(i -> i.line().intid() == intid && (i.pending() || i.active()));
    }

    /** What happens to the driver is its own matter. */
    private void assertTheOthersGoOn() {
        assertThat(client(-3).call(BYSTANDER_HANDLE, 0, NO_INPUTS, Outputs.NONE))
                .isEqualTo(BYSTANDER_STATUS);
    }

    private void assertEnded(String why) {
        Calls.await("it is told", () -> !platform.status().problems().isEmpty() && !enabled(FAST) && !enabled(SLOW));
        assertThat(stateOf(DRIVER)).isEqualTo("ended");
        assertThat(platform.status().problems()).singleElement().asString().contains(DRIVER, why);
        assertThat(enabled(FAST) || enabled(SLOW))
                .as("its interrupts are enabled")
                .isFalse();
        assertTheOthersGoOn();
    }

    // ---- enabled and disabled

    @Test
    @Shows({"FFM-API-87", "FFM-API-88", "FFM-API-89"})
    void interruptsOfAnFfm11PartitionAreDisabledUntilItEnablesThem() throws Exception {
        drive();
        assertThat(enabled(FAST) || enabled(SLOW)).isFalse();
        assertThat(platform.interrupts().owner(SLOW))
                .hasValue(platform.ffm().services().getFirst().partition());
        driver((psa, m) -> {
            psa.irqEnable(SLOW_SIGNAL);
            return 0;
        });
        assertThat(enabled(SLOW)).isTrue();
        assertThat(enabled(FAST)).isFalse();
        assertThat(driver((psa, m) -> psa.irqDisable(SLOW_SIGNAL))).isEqualTo(1);
        assertThat(enabled(SLOW)).isFalse();
        assertThat(driver((psa, m) -> psa.irqDisable(SLOW_SIGNAL))).isZero();
    }

    @Test
    @Shows({"FFM-API-87", "FFM-API-88"})
    void aDisabledInterruptWaitsUntilItIsEnabled() throws Exception {
        drive();
        raise(SLOW);
        assertThat(pending(SLOW)).isTrue();
        assertThat(driver((psa, m) -> psa.await(SLOW_SIGNAL, POLL))).isZero();
        assertThat(driver((psa, m) -> {
                    psa.irqEnable(SLOW_SIGNAL);
                    return psa.await(SLOW_SIGNAL, POLL);
                }))
                .isEqualTo(SLOW_SIGNAL);
    }

    // ---- second level

    @Test
    @Shows({"FFM-API-81", "FFM-API-90"})
    void aSecondLevelInterruptIsDisabledWhileItsSignalIsAssertedAndEnabledByItsEnd() throws Exception {
        drive();
        driver((psa, m) -> {
            psa.irqEnable(SLOW_SIGNAL);
            return 0;
        });
        raise(SLOW);
        Calls.await("it is told", () -> !enabled(SLOW));
        assertThat(driver((psa, m) -> psa.await(SLOW_SIGNAL | FAST_SIGNAL, BLOCK)))
                .isEqualTo(SLOW_SIGNAL);
        raise(SLOW);
        assertThat(pending(SLOW)).as("it waits").isTrue();
        driver((psa, m) -> {
            psa.eoi(SLOW_SIGNAL);
            return 0;
        });
        assertThat(enabled(SLOW)).isTrue();
        assertThat(pending(SLOW)).as("its pending state is cleared").isFalse();
        assertThat(driver((psa, m) -> psa.await(SLOW_SIGNAL, POLL))).isZero();
        assertThat(driver.log).isEmpty();
    }

    /** FF-M's psa_wait in a function: it comes back on the thread that waits, as soon as the interrupt has come. */
    @Test
    @Shows({"FFM-SFN-26", "FFM-API-90"})
    void aFunctionWaitsForAnInterruptOnItsOwnThread() throws Exception {
        drive();
        AtomicLong before = new AtomicLong();
        driver.functions.on(SERVICE, (psa, m) -> {
            psa.irqEnable(SLOW_SIGNAL);
            before.set(Thread.currentThread().threadId());
            int signals = psa.await(SLOW_SIGNAL, BLOCK);
            assertThat(Thread.currentThread().threadId()).isEqualTo(before.get());
            psa.eoi(SLOW_SIGNAL);
            return signals;
        });
        Future<Integer> call = calls.begin(-1, c -> c.call(HANDLE, 0, NO_INPUTS, Outputs.NONE));
        Calls.await("it waits", () -> enabled(SLOW) && before.get() != 0);
        assertTheOthersGoOn();
        raise(SLOW);
        assertThat(Calls.result(call)).isEqualTo(SLOW_SIGNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "FFM-API-84, eoi, 40000000, 0",
        "FFM-API-85, eoi, 80000000, 80000000",
        "FFM-API-82, eoi, 10, 0",
        "FFM-API-83, eoi, C0000000, C0000000",
        "FFM-API-86, reset, 40000000, 40000000",
        "FFM-API-86, reset, 80000000, 0",
        "FFM-API-86, reset, 10, 0",
        "FFM-API-87, enable, 10, 0",
        "FFM-API-87, enable, C0000000, 0",
        "FFM-API-88, disable, 8, 0"
    })
    @Shows({
        "FFM-API-82",
        "FFM-API-83",
        "FFM-API-84",
        "FFM-API-85",
        "FFM-API-86",
        "FFM-API-87",
        "FFM-API-88",
        "FFM-SFN-30"
    })
    void whatIsWrongWithASignalIsAProgrammerError(String rule, String function, String signal, String asserted)
            throws Exception {
        drive();
        int bits = Integer.parseUnsignedInt(signal, 16);
        int come = Integer.parseUnsignedInt(asserted, 16);
        int status = driver((psa, m) -> {
            psa.irqEnable(FAST_SIGNAL);
            psa.irqEnable(SLOW_SIGNAL);
            if ((come & FAST_SIGNAL) != 0) {
                raise(FAST);
            }
            if ((come & SLOW_SIGNAL) != 0) {
                raise(SLOW);
            }
            if (come != 0) {
                psa.await(come, BLOCK);
            }
            switch (function) {
                case "eoi" -> psa.eoi(bits);
                case "reset" -> psa.resetSignal(bits);
                case "enable" -> psa.irqEnable(bits);
                default -> psa.irqDisable(bits);
            }
            return 0;
        });
        assertThat(status).isEqualTo(COMMUNICATION_FAILURE);
        assertPanicked(DRIVER, rule);
        assertTheOthersGoOn();
    }

    // ---- first level

    @Test
    @Shows({"FFM-API-86", "FFM-API-90"})
    void aFirstLevelFunctionSaysWhetherTheSignalIsAsserted() throws Exception {
        drive();
        AtomicInteger come = new AtomicInteger();
        driver.handler = (memory, signal) -> come.incrementAndGet() % 2 == 0;
        driver((psa, m) -> {
            psa.irqEnable(FAST_SIGNAL);
            return 0;
        });
        raise(FAST);
        Calls.await("it is handled", () -> come.get() == 1);
        assertThat(driver((psa, m) -> psa.await(FAST_SIGNAL, POLL))).isZero();
        raise(FAST);
        Calls.await("it is handled again", () -> come.get() == 2);
        assertThat(driver((psa, m) -> psa.await(FAST_SIGNAL, BLOCK))).isEqualTo(FAST_SIGNAL);
        assertThat(enabled(FAST)).as("it stays enabled").isTrue();
        assertThat(driver((psa, m) -> {
                    psa.resetSignal(FAST_SIGNAL);
                    return psa.await(FAST_SIGNAL, POLL);
                }))
                .isZero();
        assertThat(driver.log).containsExactly("flih 80000000", "flih 80000000");
    }

    /** At the next preemption point, in the middle of whatever the partition does, and on the same thread. */
    @Test
    @Shows("FFM-API-90")
    void aFirstLevelFunctionRunsAtOnce() throws Exception {
        drive();
        AtomicLong thread = new AtomicLong();
        driver.handler = (memory, signal) -> {
            thread.set(Thread.currentThread().threadId());
            return false;
        };
        int status = driver((psa, m) -> {
            psa.irqEnable(FAST_SIGNAL);
            driver.log.add("before");
            raise(FAST);
            psa.preemptionPoint();
            driver.log.add("after");
            return thread.get() == Thread.currentThread().threadId() ? 1 : 0;
        });
        assertThat(driver.log).containsExactly("before", "flih 80000000", "after");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void aFirstLevelFunctionHasTheMemoryOfItsPartition() throws Exception {
        drive();
        AtomicLong cell = new AtomicLong();
        driver.handler = (memory, signal) -> {
            memory.write64(cell.get(), memory.read64(cell.get()) + 1);
            return true;
        };
        int status = driver((psa, m) -> {
            cell.set(psa.scratch());
            psa.memory().write64(cell.get(), 40);
            psa.irqEnable(FAST_SIGNAL);
            for (int i = 0; i < 2; i++) {
                raise(FAST);
                psa.await(FAST_SIGNAL, BLOCK);
                psa.resetSignal(FAST_SIGNAL);
            }
            return (int) psa.memory().read64(cell.get());
        });
        assertThat(status).isEqualTo(42);
    }

    @Test
    @Shows("FFM-API-99")
    void aCallOfThePsaApiFromAFirstLevelFunctionIsFatal() throws Exception {
        drive();
        int status = driver((psa, m) -> {
            driver.handler = (memory, signal) -> {
                psa.resetSignal(FAST_SIGNAL);
                return true;
            };
            psa.irqEnable(FAST_SIGNAL);
            raise(FAST);
            psa.preemptionPoint();
            return 0;
        });
        assertThat(status).isEqualTo(COMMUNICATION_FAILURE);
        assertEnded("called psa_reset_signal in its first-level interrupt handling");
    }

    @Test
    void anExceptionOutOfAFirstLevelFunctionEndsThePartition() throws Exception {
        drive();
        driver.handler = (memory, signal) -> {
            throw new IllegalStateException("no such device");
        };
        driver((psa, m) -> {
            psa.irqEnable(FAST_SIGNAL);
            psa.irqEnable(SLOW_SIGNAL);
            return 0;
        });
        raise(FAST);
        Calls.await("it has ended", () -> stateOf(DRIVER).equals("ended"));
        assertEnded("threw an exception in its first-level interrupt handling");
        assertThat(client(-1).call(HANDLE, 0, NO_INPUTS, Outputs.NONE)).isEqualTo(COMMUNICATION_FAILURE);
    }

    // ---- what is missing

    @Test
    void aPlatformWhosePartitionHasNoSuchInterruptDoesNotBoot() throws Exception {
        ffm.sfn(ManifestText.of(DRIVER).stateless("DRIVE", SERVICE, 1).interrupt("FAR", 1019, "SLIH"), driver);
        assertThat(ffm.bootOf().problems())
                .anySatisfy(p -> assertThat(p).contains(DRIVER, "FAR", "no interrupt 1019", "hw:gic"));
    }

    @Test
    void aFirstLevelInterruptNeedsAFunction() throws Exception {
        ffm.sfn(driverManifest(), new Scripted()).key("boot.deadline", 200L);
        assertThat(ffm.bootOf().problems())
                .anySatisfy(p -> assertThat(p).contains(DRIVER, "FLIH", "FirstLevelHandler"));
    }

    // ---- the interrupt controller is exchanged

    @Test
    void whatIsEnabledAndPendingStaysWhenTheInterruptControllerIsExchanged() throws Exception {
        drive();
        Map<Integer, Integer> seen = new ConcurrentHashMap<>();
        driver.handler = (memory, signal) -> {
            seen.merge(signal, 1, Integer::sum);
            return true;
        };
        driver((psa, m) -> {
            psa.irqEnable(FAST_SIGNAL);
            return 0;
        });
        raise(SLOW);
        Bundle gic = Arrays.stream(framework.getBundles())
                .filter(b -> b.getSymbolicName().equals("org.partita.hardware.gic"))
                .findFirst()
                .orElseThrow();
        gic.stop();
        raise(FAST);
        gic.start();
        assertThat(driver((psa, m) -> psa.await(FAST_SIGNAL, BLOCK))).isEqualTo(FAST_SIGNAL);
        assertThat(seen).containsExactly(Map.entry(FAST_SIGNAL, 1));
        assertThat(pending(SLOW)).isTrue();
        assertThat(driver((psa, m) -> {
                    psa.irqEnable(SLOW_SIGNAL);
                    return psa.await(SLOW_SIGNAL, BLOCK);
                }))
                .isEqualTo(SLOW_SIGNAL);
    }
}
