package org.partita.interfaces.psaservice;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaRule;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.SpmPartition;
import org.partita.api.ffm.manifest.FfmInterrupt;

/** psa_eoi, psa_reset_signal, psa_irq_enable and psa_irq_disable: the partition's own interrupts, one at a time. */
final class Interrupts {
    private static final String ONE = "exactly one bit has to be set: one interrupt at a time";
    private static final String INTERRUPT = "no interrupt of the partition has the signal: see irqs in its manifest";

    static final PsaRule EOI_ONE = rule("FFM-API-83", PsaFunction.PSA_EOI, ONE);
    static final PsaRule EOI_INTERRUPT = rule("FFM-API-82", PsaFunction.PSA_EOI, INTERRUPT);
    static final PsaRule EOI_SECOND_LEVEL = rule(
            "FFM-API-85", PsaFunction.PSA_EOI, "a first-level function handles the interrupt: use psa_reset_signal");
    static final PsaRule EOI_ASSERTED = rule("FFM-API-84", PsaFunction.PSA_EOI, Misuse.NOT_ASSERTED);

    static final PsaRule RESET_ONE = rule("FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, ONE);
    static final PsaRule RESET_INTERRUPT = rule("FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, INTERRUPT);
    static final PsaRule RESET_FIRST_LEVEL = rule(
            "FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, "no first-level function handles the interrupt: use psa_eoi");
    static final PsaRule RESET_ASSERTED = rule("FFM-API-86", PsaFunction.PSA_RESET_SIGNAL, Misuse.NOT_ASSERTED);

    static final PsaRule ENABLE_ONE = rule("FFM-API-87", PsaFunction.PSA_IRQ_ENABLE, ONE);
    static final PsaRule ENABLE_INTERRUPT = rule("FFM-API-87", PsaFunction.PSA_IRQ_ENABLE, INTERRUPT);

    static final PsaRule DISABLE_ONE = rule("FFM-API-88", PsaFunction.PSA_IRQ_DISABLE, ONE);
    static final PsaRule DISABLE_INTERRUPT = rule("FFM-API-88", PsaFunction.PSA_IRQ_DISABLE, INTERRUPT);

    private Interrupts() {}

    /** A second-level interrupt is handled: its source, disabled when it came, is enabled again. */
    static Outcome end(PsaCall call) {
        SpmPartition caller = Caller.partition(call);
        int signal = call.registers.w(1);
        FfmInterrupt interrupt = interrupt(call, caller, EOI_ONE, EOI_INTERRUPT);
        if (interrupt == null) {
            return Outcome.COMPLETE;
        }
        if (interrupt.firstLevel()) {
            return call.panic(EOI_SECOND_LEVEL, Caller.unsigned(call, 1));
        }
        if ((caller.asserted() & signal) == 0) {
            return call.panic(EOI_ASSERTED, Caller.unsigned(call, 1));
        }
        caller.clearSignals(signal);
        call.interruptHandled(signal);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    /** What a first-level function has told is handled. */
    static Outcome reset(PsaCall call) {
        SpmPartition caller = Caller.partition(call);
        int signal = call.registers.w(1);
        FfmInterrupt interrupt = interrupt(call, caller, RESET_ONE, RESET_INTERRUPT);
        if (interrupt == null) {
            return Outcome.COMPLETE;
        }
        if (!interrupt.firstLevel()) {
            return call.panic(RESET_FIRST_LEVEL, Caller.unsigned(call, 1));
        }
        if ((caller.asserted() & signal) == 0) {
            return call.panic(RESET_ASSERTED, Caller.unsigned(call, 1));
        }
        caller.clearSignals(signal);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    static Outcome enable(PsaCall call) {
        if (interrupt(call, Caller.partition(call), ENABLE_ONE, ENABLE_INTERRUPT) == null) {
            return Outcome.COMPLETE;
        }
        call.interruptEnabled(call.registers.w(1), true);
        return call.complete(PsaStatus.PSA_SUCCESS.code());
    }

    /** The result is whether it was enabled (reading E8). */
    static Outcome disable(PsaCall call) {
        if (interrupt(call, Caller.partition(call), DISABLE_ONE, DISABLE_INTERRUPT) == null) {
            return Outcome.COMPLETE;
        }
        return call.complete(call.interruptEnabled(call.registers.w(1), false) ? 1 : 0);
    }

    /** The interrupt whose signal is in x1; null if the call is refused. */
    private static @Nullable FfmInterrupt interrupt(PsaCall call, SpmPartition caller, PsaRule one, PsaRule known) {
        int signal = call.registers.w(1);
        if (Integer.bitCount(signal) != 1) {
            call.panic(one, Caller.unsigned(call, 1));
            return null;
        }
        List<FfmInterrupt> interrupts = caller.manifest().interrupts();
        for (int i = 0; i < interrupts.size(); i++) {
            if (interrupts.get(i).signal() == signal) {
                return interrupts.get(i);
            }
        }
        call.panic(known, Caller.unsigned(call, 1));
        return null;
    }

    private static PsaRule rule(String id, PsaFunction function, String text) {
        return Misuse.of(id, function, "irq_signal", text);
    }
}
