package org.partita.it.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.admin.Trace.Crossing;
import org.partita.api.ffa.Conduit;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.Shows;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** Who calls whom with what for indirect messages (FF-A 6.1.3), the primary scheduler being in a VM or in the Hypervisor. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class IndirectInterfacesIT {
    private static final Set<String> FUNCTIONS =
            Set.of("FFA_MSG_SEND", "FFA_MSG_POLL", "FFA_MSG_WAIT", "FFA_YIELD", "FFA_RUN");

    private static final int SCHEDULER = 3;

    @Inject
    BundleContext framework;

    private Platform platform;

    @AfterEach
    void stop() {
        platform.trace().stop();
    }

    private void boot(String scheduler) throws Exception {
        platform = new Running(framework).restarted(Map.of("choose", new String[] {"scheduler=" + scheduler}));
        for (int id : new int[] {1, 2, SCHEDULER}) {
            int contexts = platform.partition(id).contexts().size();
            for (int vcpu = 0; vcpu < contexts; vcpu++) {
                Vm.awaitState(platform, id, vcpu, "idle");
            }
        }
        platform.trace().clear();
    }

    /** Who invoked what at whom so far, the messengers being VMs like any other. FFA_RUN by ERET completes what was stopped. */
    private Set<String> invoked() {
        return platform.trace().show(10_000).stream()
                .filter(c -> FUNCTIONS.contains(c.function()))
                .filter(c -> c.conduit() != Conduit.ERET || !c.function().equals("FFA_RUN"))
                .map(IndirectInterfacesIT::words)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Crossing c) {
        return (c.function() + ": " + c.from() + " " + c.conduit() + " " + c.to())
                .replaceAll("messenger\\d", "VM")
                .replaceAll("scheduler\\.\\d", "scheduler");
    }

    /** A message and its answer, and two stops: at the second one the VM has the scheduler's cycles. */
    private void exchange(String... expected) {
        platform.trace().start("");
        try (Abi vm = Vm.take(platform, 1)) {
            Vm.send(vm, 1, 2, "hello").success();
            Vm.await("the answer", () -> vm.raw(Vm.POLL).registers().function() == Vm.SEND);
            vm.raw(Vm.RX_RELEASE).success();
            for (int i = 0; i < 2; i++) {
                vm.raw(Vm.YIELD);
                assertThat(vm.words()).startsWith(0x8400006DL, 0x00010000L);
            }
        }
        Vm.await("all that is expected", () -> invoked().containsAll(Set.of(expected)));
        platform.trace().stop();
        assertThat(invoked()).containsExactlyInAnyOrder(expected);
    }

    private void exchangeWithTheSchedulerInAVm() throws Exception {
        boot(SchedulingPlatform.ENDPOINT);
        exchange(
                "FFA_MSG_SEND: VM SMC Hypervisor",
                "FFA_MSG_SEND: Hypervisor ERET scheduler",
                "FFA_MSG_SEND: Hypervisor ERET VM",
                "FFA_MSG_POLL: VM SMC Hypervisor",
                "FFA_MSG_WAIT: VM SMC Hypervisor",
                "FFA_MSG_WAIT: scheduler SMC Hypervisor",
                "FFA_MSG_WAIT: Hypervisor ERET scheduler",
                "FFA_YIELD: VM SMC Hypervisor",
                "FFA_YIELD: Hypervisor ERET scheduler",
                "FFA_RUN: scheduler SMC Hypervisor");
    }

    @Test
    @Shows({"FFA-6.1.3-2", "FFA-6.1.3-3", "FFA-6.1.3-4", "FFA-6.1.3-5", "FFA-6.1.3-6"})
    void whatVmsImplement() throws Exception {
        exchangeWithTheSchedulerInAVm();
        exchangeWithTheSchedulerInTheHypervisor();
    }

    @Test
    @Shows({"FFA-6.1.3-7", "FFA-6.1.3-8", "FFA-6.1.3-9", "FFA-6.1.3-10", "FFA-6.1.3-11"})
    void whatTheHypervisorImplements() throws Exception {
        exchangeWithTheSchedulerInTheHypervisor();
        exchangeWithTheSchedulerInAVm();
    }

    /** They are Framework messages of the Hypervisor to a VM without a Relayer (FF-A Table 4.8 no. 5). */
    @Test
    @Shows({"FFA-9.1-12", "FFA-9.2-9", "FFA-4.4-8"})
    void waitsAndYieldsGoToNobodyButTheScheduler() throws Exception {
        exchangeWithTheSchedulerInAVm();
        assertThat(invoked().stream().filter(c -> c.contains("ERET")))
                .filteredOn(c -> c.startsWith("FFA_MSG_WAIT") || c.startsWith("FFA_YIELD"))
                .containsExactlyInAnyOrder(
                        "FFA_MSG_WAIT: Hypervisor ERET scheduler", "FFA_YIELD: Hypervisor ERET scheduler");
    }

    private void exchangeWithTheSchedulerInTheHypervisor() throws Exception {
        boot(SchedulingPlatform.HYPERVISOR);
        exchange(
                "FFA_MSG_SEND: VM SMC Hypervisor",
                "FFA_MSG_SEND: Hypervisor ERET VM",
                "FFA_MSG_POLL: VM SMC Hypervisor",
                "FFA_MSG_WAIT: VM SMC Hypervisor",
                "FFA_YIELD: VM SMC Hypervisor");
    }
}
