package org.partita.it.sabotage;

import static org.partita.api.ffa.FunctionId.FFA_MSG_SEND;
import static org.partita.api.ffa.FunctionId.FFA_RUN;

import java.util.List;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Status;
import org.partita.api.gic.Gic;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.PrimaryScheduler;
import org.partita.api.provider.Roles;
import org.partita.api.timer.GenericTimer;

/** Wrong providers of what only the platform for scheduling has, and of its cycles. */
final class SchedulingSabotage {
    private static final int PAGE = 4096;

    /** For each component at least one. */
    static final List<Sabotage<?>> ALL = List.of(
            new Sabotage<>(
                    Roles.CONDUIT_SVC,
                    "loses a register",
                    ConduitProvider.class,
                    real -> call -> {
                        call.registers.x3 = 0;
                        return real.cross(call);
                    },
                    "scheduling.PreemptionIT.aPreemptibleServiceInSEl0IsResumed"),
            new Sabotage<>(
                    Roles.HARDWARE_GIC,
                    "loses an edge",
                    Gic.class,
                    real -> Wrong.but(Gic.class, real, "pulse", arguments -> null),
                    "scheduling.PreemptionIT.aSecureInterruptPreemptsTheNormalWorldWhichIsResumedAsItWas"),
            new Sabotage<>(
                    Roles.HARDWARE_GIC,
                    "has one group for all",
                    Gic.class,
                    real -> Wrong.but(Gic.class, real, "group", arguments -> InterruptGroup.NONSECURE_GROUP_1),
                    "scheduling.PreemptionIT.aSecureInterruptPreemptsTheNormalWorldWhichIsResumedAsItWas"),
            new Sabotage<>(
                    Roles.HARDWARE_TIMER,
                    "forgets a timer that is set",
                    GenericTimer.class,
                    real -> Wrong.but(GenericTimer.class, real, "write", arguments -> null),
                    "scheduling.TimerIT.theSchedulerIsToldHowLongAVmWaits"),
            new Sabotage<>(
                    Roles.SCHEDULER,
                    "never runs anybody",
                    PrimaryScheduler.class,
                    real -> new Wrong.Starving(),
                    "scheduling.IndirectMessagingIT.aMessageIsProcessedAndAnswered"),
            new Sabotage<>(
                    Roles.INTERFACE_CYCLES,
                    "answers FFA_RUN of a busy context with SUCCESS",
                    InterfaceProvider.class,
                    real -> new Wrong.Answering(real, call -> {
                        boolean run = call.functionIndex() == FFA_RUN.index();
                        Outcome outcome = real.handle(call);
                        boolean busy = run && outcome == Outcome.COMPLETE && call.registers.w(2) == Status.BUSY.code();
                        return busy ? call.succeed() : outcome;
                    }),
                    "scheduling.RunIT.aContextAtWorkOnAnotherPeIsBusy"),
            new Sabotage<>(
                    Roles.INTERFACE_INDIRECT_MESSAGING,
                    "skips the check of the message's size",
                    InterfaceProvider.class,
                    real -> new Wrong.Answering(real, call -> {
                        if (call.functionIndex() == FFA_MSG_SEND.index() && call.registers.w(3) > PAGE) {
                            call.registers.x3 = PAGE;
                        }
                        return real.handle(call);
                    }),
                    "scheduling.IndirectMessagingIT.aMessageThatIsLargerThanTheReceiversRxIsRefused"));

    private SchedulingSabotage() {}
}
