package org.partita.it.ffa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitionDetail.ContextStatus;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.FunctionId;
import org.partita.api.partition.Ffa;
import org.partita.it.platform.Dts;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.TestPartitions;
import org.partita.testkit.LeavesNothingBehind;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Run-time states of execution contexts (FF-A 2.12) and FFA_MSG_WAIT (9.1). */
@PlatformTest(ReferencePlatform.class)
@LeavesNothingBehind
class RunStateIT {
    private static final int SP = 0x8071;

    @Inject
    BundleContext framework;

    private Platform platform;
    private TestPartitions partitions;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
        partitions = new TestPartitions(framework, platform);
    }

    @AfterEach
    void unload() {
        partitions.close();
    }

    private String state(int id) {
        return platform.partition(id).contexts().get(0).state();
    }

    @Test
    @Shows({"FFA-2.12-1", "FFA-2.12-2", "FFA-2.12-5", "FFA-2.12-7", "FFA-9.1-2"})
    void aCallbackPartitionIsBusyWhileItProcessesARequestAndIdleBeforeAndAfter() {
        partitions.callback(Dts.sp("states", SP), request -> seen.add(state(SP) + " " + state(1)));
        seen.add(state(SP));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP);
            seen.add(state(SP));
        }
        assertThat(seen).containsExactly("idle", "busy busy", "idle");
    }

    @Test
    @Shows({"FFA-2.4-14", "FFA-2.12-5", "FFA-2.12-7", "FFA-9.1-17", "FFA-10.3-6", "FFA-10.3.1.2.1-6"})
    void aThreadedPartitionWaitsIdleAndIsWokenByRequests() {
        partitions.threaded(Dts.sp("states", SP), context -> {
            Ffa ffa = new Ffa(context);
            FunctionId woken = ffa.msgWait();
            for (; ; ) {
                seen.add(woken + " " + state(SP));
                woken = ffa.respond(context.registers().x3 + 1, 0, 0, 0, 0);
            }
        });
        seen.add(state(SP));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP, 1);
            assertThat(vm.registers().x3).isEqualTo(2);
            // nothing but a new message wakes it
            vm.direct(0x8002, 1);
            vm.raw(0x84000069).success(1);
            seen.add(state(SP));
            vm.direct(SP, 5);
            assertThat(vm.registers().x3).isEqualTo(6);
        }
        assertThat(seen)
                .containsExactly("idle", "FFA_MSG_SEND_DIRECT_REQ busy", "idle", "FFA_MSG_SEND_DIRECT_REQ busy");
    }

    @ParameterizedTest(name = "endpoint {0}")
    @ValueSource(ints = {1, 0x8001})
    @Shows({"FFA-2.12-6", "FFA-9.1-7", "FFA-9.1.1-1", "FFA-9.1-23"})
    void waitingOutsideARequestMakesAContextIdle(int id) {
        try (Abi endpoint = new Abi(platform, id)) {
            assertThat(state(id)).isEqualTo("busy");
            endpoint.raw(0x8400006B);
            assertThat(endpoint.client().waiting()).isTrue();
            assertThat(state(id)).isEqualTo("idle");
        }
        assertThat(state(id)).isEqualTo("idle");
    }

    @Test
    @Shows({"FFA-2.12-2", "FFA-2.12-4", "FFA-4.1.2-1"})
    void whoWaitsForAnAnswerIsBusyOnEveryLevel() {
        int inner = partitions.callback(
                Dts.sp("inner", 0x8072), request -> seen.add(state(1) + " " + state(SP) + " " + state(0x8072)));
        partitions.callback(
                Dts.sp("states", SP), request -> new Ffa(request.context()).sendDirect(inner, 0, 0, 0, 0, 0));
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(SP);
        }
        assertThat(seen).containsExactly("busy busy busy");
        assertThat(List.of(state(1), state(SP), state(inner))).containsOnly("idle");
    }

    @Test
    @Shows({"FFA-2.9-2", "FFA-2.9-4", "FFA-2.9-13", "FFA-3.1-1", "FFA-2.11-3"})
    void eachContextOfAnMpPartitionHasAnIdAndAStateOfItsOwn() {
        partitions.callback(Dts.vm("wide", 0x71).cells("messaging-method", 2).cells("execution-ctx-count", 6), r -> {});
        assertThat(platform.partition(0x71).contexts())
                .extracting(ContextStatus::vcpu)
                .containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(platform.partition(0x71).contexts()).allMatch(c -> c.state().equals("idle"));
        try (Abi context = new Abi(platform, 0x8002, 2)) {
            context.raw(0x84000069).success(0x8002);
            assertThat(platform.partition(0x8002).contexts())
                    .extracting(ContextStatus::state)
                    .containsExactly("idle", "idle", "busy", "idle");
        }
    }
}
