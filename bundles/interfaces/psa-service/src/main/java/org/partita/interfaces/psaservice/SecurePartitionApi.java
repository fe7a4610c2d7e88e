package org.partita.interfaces.psaservice;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/** The API of Secure Partitions, with the functions of FF-M 1.1. Whoever breaks one of its rules panics. */
@Component(immediate = true, service = PsaProvider.class, configurationPid = "org.partita.interfaces.psaservice")
@FillsRole(role = Roles.INTERFACE_PSA_SERVICE)
public final class SecurePartitionApi implements PsaProvider {
    @Activate
    public SecurePartitionApi() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Set<PsaFunction> functions() {
        return Set.of(
                PsaFunction.PSA_WAIT,
                PsaFunction.PSA_GET,
                PsaFunction.PSA_SET_RHANDLE,
                PsaFunction.PSA_READ,
                PsaFunction.PSA_SKIP,
                PsaFunction.PSA_WRITE,
                PsaFunction.PSA_REPLY,
                PsaFunction.PSA_NOTIFY,
                PsaFunction.PSA_CLEAR,
                PsaFunction.PSA_EOI,
                PsaFunction.PSA_PANIC,
                PsaFunction.PSA_MAP_INVEC,
                PsaFunction.PSA_UNMAP_INVEC,
                PsaFunction.PSA_MAP_OUTVEC,
                PsaFunction.PSA_UNMAP_OUTVEC,
                PsaFunction.PSA_IRQ_ENABLE,
                PsaFunction.PSA_IRQ_DISABLE,
                PsaFunction.PSA_RESET_SIGNAL,
                PsaFunction.PSA_ROT_LIFECYCLE_STATE);
    }

    @Override
    public Outcome handle(PsaCall call) {
        return switch (call.function()) {
            case PSA_WAIT -> Wait.answer(call);
            case PSA_GET -> Get.answer(call);
            case PSA_SET_RHANDLE -> Rhandle.set(call);
            case PSA_READ -> InputVectors.read(call);
            case PSA_SKIP -> InputVectors.skip(call);
            case PSA_WRITE -> OutputVectors.write(call);
            case PSA_REPLY -> Reply.answer(call);
            case PSA_NOTIFY -> Doorbell.ring(call);
            case PSA_CLEAR -> Doorbell.clear(call);
            case PSA_EOI -> Interrupts.end(call);
            case PSA_PANIC -> Panic.answer(call);
            case PSA_MAP_INVEC -> MappedVectors.INPUT.map(call);
            case PSA_UNMAP_INVEC -> MappedVectors.unmapInput(call);
            case PSA_MAP_OUTVEC -> MappedVectors.OUTPUT.map(call);
            case PSA_UNMAP_OUTVEC -> MappedVectors.unmapOutput(call);
            case PSA_IRQ_ENABLE -> Interrupts.enable(call);
            case PSA_IRQ_DISABLE -> Interrupts.disable(call);
            case PSA_RESET_SIGNAL -> Interrupts.reset(call);
            case PSA_ROT_LIFECYCLE_STATE -> call.completeUnsigned(call.state().lifecycle());
            case PSA_FRAMEWORK_VERSION, PSA_VERSION, PSA_CONNECT, PSA_CALL, PSA_CLOSE ->
                throw new IllegalStateException(call.function().title() + " is of the client API");
        };
    }
}
