package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.partita.it.memory.MemoryAbi.pages;
import static org.partita.it.memory.MemoryAbi.writer;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.Platform;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.memory.Holding;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;
import org.partita.it.platform.MemoryPlatform;
import org.partita.it.platform.Running;
import org.partita.it.platform.StandIn;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/**
 * Memory management that goes wrong in FFA_MEM_SHARE: the caller is told so and has what it had, others go on, the platform
 * says whose fault it is, and with the right provider all is well.
 */
@PlatformTest(value = MemoryPlatform.class, fresh = true)
@Timeout(120)
class WrongMemoryManagementIT {
    private static final int VM = 1;
    private static final int OTHER_VM = 2;
    private static final int SP = 0x8001;
    private static final int ECHO = 0x8002;
    private static final long HEAP_OF_VM = 0x81020000L;
    private static final long HEAP_OF_SP = 0x06020000L;

    @Inject
    BundleContext framework;

    private Platform platform;
    private List<Holding> before;

    @BeforeEach
    void remember() throws Exception {
        platform = new Running(framework).restarted(Map.of());
        before = platform.holdings();
    }

    @AfterEach
    void everybodyHasWhatItHad() {
        everythingIsAsBefore();
    }

    private void everythingIsAsBefore() {
        assertThat(platform.grants()).isEmpty();
        assertThat(platform.operations()).isEmpty();
        assertThat(platform.holdings()).isEqualTo(before);
    }

    /**
     * What a provider does with FFA_MEM_SHARE, after the real one has done its part, or instead. What it has begun at the
     * Hypervisor is taken back; what it has finished at the SPMC stands (docs/CAVEATS.md).
     */
    enum Fault {
        THROWS_AT_ONCE("meant by the test", (real, call) -> {
            throw new IllegalStateException("meant by the test");
        }),
        THROWS_WHEN_THE_SHARE_HAS_BEGUN("meant by the test", (real, call) -> {
            real.handle(call);
            throw new IllegalStateException("meant by the test");
        }),
        PROCEEDS("an interface answered PROCEED", (real, call) -> Outcome.PROCEED),
        PROCEEDS_WHEN_THE_SHARE_HAS_BEGUN("an interface answered PROCEED", (real, call) -> {
            real.handle(call);
            return Outcome.PROCEED;
        }),
        DELIVERS_TO_NOBODY("an interface answered DELIVER", (real, call) -> Outcome.DELIVER);

        private final String text;

        @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
        private final Answer answer;

        private final boolean instead = !name().endsWith("BEGUN");

        Fault(String text, Answer answer) {
            this.text = text;
            this.answer = answer;
        }

        InterfaceProvider in(InterfaceProvider real) {
            Function<Call, Outcome> wrong = call -> call.functionIndex() == FunctionId.FFA_MEM_SHARE.index()
                    ? answer.to(real, call)
                    : real.handle(call);
            return new Wrong.Answering(real, wrong);
        }
    }

    /** What is answered in the place of the real provider. */
    @FunctionalInterface
    interface Answer {
        Outcome to(InterfaceProvider real, Call call);
    }

    private static void shareFails(MemoryAbi sender, long heap) {
        sender.send(FunctionId.FFA_MEM_SHARE, SendFlags.NONE, List.of(pages(heap, 2)), List.of(writer(ECHO)))
                .refused(Status.DENIED, "PARTITA-provider-failed");
    }

    private void sharesAndReclaims(FunctionId function, MemoryAbi sender, int id, long heap) {
        long handle = sender.handle(function, List.of(pages(heap, 2)), writer(ECHO));
        try (MemoryAbi borrower = new MemoryAbi(platform, ECHO, 3)) {
            borrower.mapped(id, handle);
            borrower.relinquish(handle).success();
        }
        sender.reclaim(handle).success();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aWrongShareIsContainedNamedAndHealed(Fault fault) {
        assertThat(platform.status().health()).isEqualTo("ok");
        try (MemoryAbi vm = new MemoryAbi(platform, VM, 0);
                MemoryAbi sp = new MemoryAbi(platform, SP, 0)) {
            vm.write(HEAP_OF_VM, 42);
            sp.write(HEAP_OF_SP, 43);
            try (StandIn<InterfaceProvider> _ = new StandIn<>(
                    framework, platform, Roles.INTERFACE_MEMORY_MANAGEMENT, InterfaceProvider.class, fault::in)) {
                for (int time = 1; time <= 2; time++) {
                    shareFails(vm, HEAP_OF_VM);
                    everythingIsAsBefore();
                    if (fault.instead) {
                        shareFails(sp, HEAP_OF_SP);
                        everythingIsAsBefore();
                    }
                }
                assertThat(vm.read(HEAP_OF_VM)).isEqualTo(42);
                assertThat(sp.read(HEAP_OF_SP)).isEqualTo(43);
                othersGoOn(vm);
                bundleIsNamed(fault);
            }
            sharesAndReclaims(FunctionId.FFA_MEM_SHARE, vm, VM, HEAP_OF_VM);
            sharesAndReclaims(FunctionId.FFA_MEM_SHARE, sp, SP, HEAP_OF_SP);
        }
    }

    /** Of the caller too, what is not a share. */
    private void othersGoOn(MemoryAbi vm) {
        try (Abi other = new Abi(platform, OTHER_VM)) {
            other.direct(ECHO, 5);
            assertThat(other.words()).containsExactly(0x84000070L, 0x80020002L, 0L, 5L, 0L, 0L, 0L, 0L);
        }
        try (MemoryAbi other = new MemoryAbi(platform, OTHER_VM, 0)) {
            sharesAndReclaims(FunctionId.FFA_MEM_LEND, other, OTHER_VM, 0x82020000L);
        }
        sharesAndReclaims(FunctionId.FFA_MEM_LEND, vm, VM, HEAP_OF_VM);
    }

    private void bundleIsNamed(Fault fault) {
        Bundle wrong = framework.getBundle();
        assertThat(platform.status().health()).isEqualTo("degraded");
        assertThat(platform.status().problems())
                .hasSize(fault.instead ? 4 : 2)
                .allSatisfy(p -> assertThat(p)
                        .contains("a provider threw during a call of ")
                        .contains(wrong.getSymbolicName() + ":" + wrong.getVersion())
                        .contains("bundle " + wrong.getBundleId() + ":")
                        .contains(fault.text));
        assertThat(platform.status().problems()).anyMatch(p -> p.contains("client1"));
        assertThat(platform.status().problems().stream().anyMatch(p -> p.contains("digest")))
                .isEqualTo(fault.instead);
    }
}
