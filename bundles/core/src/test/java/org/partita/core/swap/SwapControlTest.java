package org.partita.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.provider.ConduitProvider;
import org.partita.core.execution.CrossingLog;
import org.partita.core.execution.Execution;
import org.partita.core.execution.Hub;
import org.partita.core.execution.Signal;
import org.partita.core.execution.Time;
import org.partita.core.state.Pages;
import org.partita.core.wiring.Bound;
import org.partita.core.wiring.Declared;
import org.partita.core.wiring.RoleTable;
import org.partita.core.wiring.WiringFactory;

/** Providers come and go while somebody uses them. */
class SwapControlTest {
    private static final int SMC = RoleTable.SMC;
    private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

    private final Time time = Time.real();
    private final WiringFactory factory = new WiringFactory(1);
    private final Hub hub = new Hub(factory.empty(new RoleTable().size()), new CrossingLog(16, time));
    private final Execution execution = new Execution();
    private final Pages pages = new Pages();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final SwapControl control = new SwapControl(
            hub,
            factory,
            new Deadlines(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
            execution,
            time,
            pages,
            role -> "",
            log::add);

    @AfterEach
    void close() {
        execution.close();
        pages.close();
    }

    private static Bound conduit(long id) {
        ConduitProvider provider = call -> Outcome.PROCEED;
        return new Bound(id, SMC, id, "org.partita.test", "0.1." + id, provider, Declared.NOTHING, 0);
    }

    /** Uses whoever fills the role, again and again. */
    private final class User implements Runnable {
        private final AtomicLong uses = new AtomicLong();
        private volatile boolean stop;

        @Override
        public void run() {
            while (!stop) {
                hub.outside(SMC, PATIENCE, w -> w.epoch);
                uses.incrementAndGet();
            }
        }

        void awaitMore() {
            long until = uses.get() + 100;
            long end = System.nanoTime() + PATIENCE;
            while (uses.get() < until) {
                assertThat(System.nanoTime() - end).as("the user goes on").isNegative();
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whoHasLeftCountsNoMoreAndItsSuccessorsCountTheRest() throws Exception {
        User user = new User();
        FutureTask<Boolean> done = new FutureTask<>(user, true);
        Bound now = conduit(0);
        control.bind(now);
        Thread.ofPlatform().name("user").start(done);
        long counted = 0;
        for (int id = 0; id < 20; id++) {
            user.awaitMore();
            control.unbind(id);
            long left = now.served();
            Bound next = conduit(id + 1);
            control.bind(next);
            user.awaitMore();
            assertThat(now.served())
                    .as("uses of version %d after it had left", id)
                    .isEqualTo(left)
                    .isGreaterThanOrEqualTo(100);
            counted += left;
            now = next;
        }
        user.stop = true;
        assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(counted + now.served()).isEqualTo(user.uses.get());
        assertThat(log).isEmpty();
    }

    @Test
    void whoIsChosenByConfigurationServesAlsoIfItCameBeforeAndIsNotTheOldest() {
        Bound first = conduit(0);
        ConduitProvider provider = call -> Outcome.PROCEED;
        Bound wanted = new Bound(1, SMC, 1, "org.partita.wanted", "0.1.0", provider, Declared.NOTHING, 0);
        control.bind(first);
        control.bind(wanted);
        assertThat(hub.wiring().smc).isSameAs(first.provider());

        control.choose("conduit/SMC", "org.partita.wanted");
        assertThat(hub.wiring().smc).isSameAs(provider);
        assertThat(log).isEmpty();
    }

    /** Who closes has the lock and waits until calls have ended: a call that waits for the lock would not. */
    @Test
    void callsThatNeedARoleWhileThePlatformStopsAreToldSoWithoutTheWritersLock() throws Exception {
        control.close();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Thread writer = Thread.ofPlatform()
                .name("writer")
                .start(() -> hub.writer().run(() -> {
                    locked.countDown();
                    await(told);
                }));
        await(locked);
        FutureTask<Rule> answer =
                new FutureTask<>(() -> control.holding().hold(null, hub.wiring(), 1L << SMC, false, new Signal()));
        Thread.ofPlatform().name("caller").start(answer);
        try {
            assertThat(answer.get(20, TimeUnit.SECONDS).id()).isEqualTo("PARTITA-stops");
        } finally {
            told.countDown();
            writer.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
