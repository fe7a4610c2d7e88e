package org.partita.interfaces.psaclient;

import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Outcome;
import org.partita.api.ffm.PsaCall;
import org.partita.api.ffm.PsaFunction;
import org.partita.api.ffm.PsaProvider;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.Roles;

/**
 * The client API of FF-M 1.1, for partitions and Non-secure clients. It turns connecting, a request and closing into messages;
 * how they get to the service is for the backend.
 */
@Component(immediate = true, service = PsaProvider.class, configurationPid = "org.partita.interfaces.psaclient")
@FillsRole(role = Roles.INTERFACE_PSA_CLIENT)
public final class PsaClient implements PsaProvider {
    @Activate
    public PsaClient() {}

    /** A new ranking is a swap, no restart. */
    @Modified
    void modified() {}

    @Override
    public Set<PsaFunction> functions() {
        return EnumSet.of(
                PsaFunction.PSA_FRAMEWORK_VERSION,
                PsaFunction.PSA_VERSION,
                PsaFunction.PSA_CONNECT,
                PsaFunction.PSA_CALL,
                PsaFunction.PSA_CLOSE);
    }

    @Override
    public Outcome handle(PsaCall call) {
        return switch (call.function()) {
            case PSA_FRAMEWORK_VERSION -> call.complete(FrameworkVersion.V1_1.value());
            case PSA_VERSION -> Version.handle(call);
            case PSA_CONNECT -> Connect.handle(call);
            case PSA_CALL -> Request.handle(call);
            case PSA_CLOSE -> Close.handle(call);
            default ->
                throw new IllegalStateException(
                        call.function().title() + " is not of the client API: interface/psa-service serves it");
        };
    }
}
