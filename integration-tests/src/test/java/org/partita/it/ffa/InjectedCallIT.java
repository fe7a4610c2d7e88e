package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Calls that an administrator makes as an endpoint, and that do not end in time. */
@PlatformTest(ReferencePlatform.class)
class InjectedCallIT {
    private static final int SP = 0x8061;
    private static final int ECHO = 0x8002;
    private static final long LIMIT = 10;
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(LIMIT);
    private static final String WAITS = "FFA_MSG_SEND_DIRECT_REQ of client1 to 0x8061, for ";

    @Inject
    BundleContext framework;

    @Inject
    LogReaderService log;

    private final LinkedBlockingQueue<String> late = new LinkedBlockingQueue<>();
    private final LogListener listener = entry -> {
        if (entry.getMessage().startsWith("late, ")) {
            late.add(entry.getMessage());
        }
    };
    private final CountDownLatch answer = new CountDownLatch(1);
    private Platform platform;
    private TestPartitions partitions;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
        log.addLogListener(listener);
    }

    @AfterEach
    void unload() {
        answer.countDown();
        log.removeLogListener(listener);
        partitions.close();
    }

    private CallResult call(int id, Duration timeout, long... registers) {
        List<Long> x = Arrays.stream(registers).boxed().toList();
        return platform.call(new CallRequest(id, 0, x, null, timeout));
    }

    private CallResult direct(int to, Duration timeout) {
        return call(1, timeout, 0x8400006FL, Abi.ids(1, to), 0, 5);
    }

    private String awaitLateEnd() throws InterruptedException {
        String text = late.poll(LIMIT, TimeUnit.SECONDS);
        assertThat(text).as("the log of the late end").isNotNull();
        return text;
    }

    private void assertIdleAndUsable() {
        assertThat(platform.partition(1).contexts().get(0).waits()).isEmpty();
        assertThat(platform.status().calls()).isEmpty();
        assertThat(direct(ECHO, LONG).registers().get(3)).isEqualTo(5);
        assertThat(platform.resources().busyContexts()).isZero();
    }

    @Test
    void aCallThatIsStillWaitingIsShownAndItsContextComesBackWithTheAnswer() throws Exception {
        partitions.callback(Dts.sp("slow", SP), request -> {
            awaitAnswer();
            request.respond(3, 7);
        });
        CallResult given = direct(SP, SHORT);
        assertThat(given.waiting()).isTrue();
        assertThat(platform.status().calls()).singleElement().asString().startsWith(WAITS);
        assertThat(platform.partition(1).contexts().get(0).waits()).startsWith(WAITS);
        assertThatThrownBy(() -> direct(ECHO, LONG))
                .isInstanceOf(PartitaException.class)
                .hasMessageStartingWith("context client1 is busy, not idle: " + WAITS)
                .hasMessageEndingWith("spm:unload of the receiver ends it");

        answer.countDown();
        assertThat(awaitLateEnd())
                .startsWith("late, after ")
                .contains("FFA_MSG_SEND_DIRECT_REQ of client1 to 0x8061 ended: FFA_MSG_SEND_DIRECT_RESP x0=0x84000070")
                .contains(" x3=0x7 ");
        assertIdleAndUsable();
        assertThat(late).isEmpty();
    }

    private void awaitAnswer() {
        try {
            assertThat(answer.await(LIMIT, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void unloadingTheReceiverEndsTheWait() throws Exception {
        int id = partitions.threaded(Dts.sp("stuck", SP), context -> {
            Ffa ffa = new Ffa(context);
            ffa.msgWait();
            while (answer.getCount() > 0) {
                ffa.id(); // at work for ever, and reachable at each call
            }
        });
        assertThat(direct(id, SHORT).waiting()).isTrue();

        partitions.unload(id);
        assertThat(awaitLateEnd()).contains(" ended: FFA_ERROR x0=0x84000060").contains(" x2=0xfffffff8 ");
        assertIdleAndUsable();
    }

    @Test
    void aContextThatWaitsForAMessageTakesTheNextCallAtOnce() {
        CallResult waits = call(ECHO, LONG, 0x8400006BL);
        assertThat(waits.waiting()).isTrue();
        assertThat(platform.status().calls()).isEmpty();
        assertThat(call(ECHO, LONG, 0x84000069L).registers().get(2)).isEqualTo(ECHO);
        assertIdleAndUsable();
    }
}
