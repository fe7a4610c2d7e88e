package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** An interface that the platform does not need comes and goes: FFA_FEATURES and its functions change together. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
@LeavesNothingBehind
class OptionalRoleIT {
    private static final String ROLE = "interface/test";
    private static final int FEATURES = 0x84000064;
    private static final int SEND = 0x8400006E;
    private static final long GRACE_MILLIS = 100;
    private static final long PATIENCE = 20;

    @Inject
    BundleContext framework;

    private Workshop shop;
    private Platform platform;

    @BeforeAll
    static void boot(@Inject BundleContext framework) throws Exception {
        new Running(framework).platform();
    }

    @BeforeEach
    void open() throws Exception {
        start(GRACE_MILLIS);
    }

    private void start(long grace) throws Exception {
        shop = new Workshop(framework, Map.of("vacancy.grace", grace));
        platform = shop.platform();
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    private Bundle sends() throws Exception {
        return shop.install(shop.build(Roles.INTERFACE_DIRECT_MESSAGING)
                .named("org.partita.test.sends")
                .filling(ROLE)
                .watched("SendsMessages"));
    }

    private static boolean announced(Abi vm) {
        return vm.raw(FEATURES, Integer.toUnsignedLong(SEND)).succeeded();
    }

    private static boolean served(Abi vm) {
        return vm.raw(SEND, Abi.ids(1, 2)).succeeded();
    }

    @Test
    @Shows("FFA-6-2")
    void afterTheGraceTheRoleIsWithdrawnAndItsFunctionNotSupported() throws Exception {
        Bundle sends = sends();
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(announced(vm)).isTrue();
            assertThat(served(vm)).isTrue();
            sends.stop();
            vm.raw(SEND, Abi.ids(1, 2)).refused(Status.NOT_SUPPORTED, "FFA-6-2");
            assertThat(vm.client().holds().count())
                    .as("calls held during the grace")
                    .isEqualTo(1);
            vm.raw(FEATURES, Integer.toUnsignedLong(SEND));
            assertThat(vm.error()).isEqualTo(Status.NOT_SUPPORTED);
        }
        assertThat(shop.role(ROLE).state()).isEqualTo("withdrawn");
        assertThat(shop.role(ROLE).reason()).contains("org.partita.test.sends").contains("withdrawn");
        assertThat(platform.status().health()).as("nobody needs it").isEqualTo("ok");
    }

    /** The value in the rule's field, as for every other rule. */
    @ParameterizedTest(name = "0x{0}")
    @CsvSource({"8400006e, FFA-6-2", "8400006a, FFA-6-2", "c4000073, FFA-6-3"})
    void aFunctionThatNobodyServesIsRefusedWithItsIdentifier(String function, String rule) {
        long w0 = Long.parseLong(function, 16);
        CallResult result = platform.call(new CallRequest(1, 0, List.of(w0), null, Duration.ofSeconds(PATIENCE)));
        assertThat(result.rule()).isNotNull().extracting(Rule::id, Rule::field).containsExactly(rule, "w0");
        assertThat(result.found()).isEqualTo(w0);
    }

    @ParameterizedTest(name = "asked by FFA_FEATURES: {0}")
    @ValueSource(booleans = {true, false})
    void duringTheGraceACallAndAQuestionAboutItAreHeld(boolean asked) throws Exception {
        shop.close();
        start(TimeUnit.SECONDS.toMillis(PATIENCE * 3));
        Bundle sends = sends();
        sends.stop();
        FutureTask<Boolean> answer = new FutureTask<>(() -> {
            try (Abi vm = new Abi(platform, 1)) {
                return asked ? announced(vm) : served(vm);
            }
        });
        Thread caller = Thread.ofPlatform().name("caller").start(answer);
        Workshop.await("the call is held", () -> caller.getState() == Thread.State.TIMED_WAITING);
        sends.start();
        assertThat(answer.get(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aWithdrawnRoleIsFilledByWhoeverComesAndIsThereAgain() throws Exception {
        Bundle sends = sends();
        sends.stop();
        Workshop.await("the role is withdrawn", () -> shop.role(ROLE).state().equals("withdrawn"));
        sends.start();
        assertThat(shop.role(ROLE).state()).isEqualTo("serving");
        try (Abi vm = new Abi(platform, 1)) {
            assertThat(announced(vm)).isTrue();
            assertThat(served(vm)).isTrue();
        }
    }

    /** What a client saw after the withdrawal: how often the one answer spoke against the other. */
    private int contradictions(CountDownLatch started) {
        int found = 0;
        try (Abi vm = new Abi(platform, 1)) {
            started.countDown();
            for (boolean gone = false; !gone; ) {
                gone = !announced(vm);
                found += gone && served(vm) ? 1 : 0;
            }
        }
        return found;
    }

    /** As above, asked in the other order. */
    private int contradictionsTheOtherWay(CountDownLatch started) {
        int found = 0;
        try (Abi vm = new Abi(platform, 2)) {
            started.countDown();
            for (boolean gone = false; !gone; ) {
                gone = !served(vm);
                found += gone && announced(vm) ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void noClientEverSeesTheOneWithoutTheOther() throws Exception {
        Bundle sends = sends();
        for (int round = 0; round < 5; round++) {
            CountDownLatch started = new CountDownLatch(2);
            List<FutureTask<Integer>> clients = new ArrayList<>();
            clients.add(new FutureTask<>(() -> contradictions(started)));
            clients.add(new FutureTask<>(() -> contradictionsTheOtherWay(started)));
            clients.forEach(c -> Thread.ofPlatform().name("client").start(c));
            assertThat(started.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            sends.stop();
            for (FutureTask<Integer> c : clients) {
                assertThat(c.get(PATIENCE, TimeUnit.SECONDS)).isZero();
            }
            sends.start();
        }
    }
}
