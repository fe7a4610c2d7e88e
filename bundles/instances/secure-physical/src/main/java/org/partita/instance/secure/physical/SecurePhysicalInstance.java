package org.partita.instance.secure.physical;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.partita.api.call.Boundary;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.Admission;
import org.partita.lib.crossing.CrossingTable;
import org.partita.lib.crossing.ExceptionLevelPairs;

/** The Secure physical instance, between SPMC and SPMD (FF-A 2.3). */
@Component(immediate = true, service = InstanceProvider.class, configurationPid = SecurePhysicalInstance.PID)
@Designate(ocd = SecurePhysicalInstance.Configuration.class)
@FillsRole(role = Roles.INSTANCE_SECURE_PHYSICAL)
public final class SecurePhysicalInstance implements InstanceProvider {
    /** Names the configuration. */
    static final String PID = "org.partita.instance.secure.physical";

    /** What may be configured. */
    @ObjectClassDefinition(name = "FF-A instance: Secure physical")
    @interface Configuration {
        @AttributeDefinition(
                description = "admit only the conduits that the specification's tables print, without the readings")
        boolean strict() default false;
    }

    /** Replaced as a whole while calls go on. */
    private volatile Admission admission;

    @Activate
    public SecurePhysicalInstance(Configuration configuration) {
        admission = admission(configuration);
    }

    @Modified
    void modified(Configuration configuration) {
        admission = admission(configuration);
    }

    @Override
    public Outcome admit(Call call) {
        return admission.admit(call);
    }

    @Override
    public AddressKind addressKind(Call call) {
        Boundary boundary = call.boundary();
        return ExceptionLevelPairs.addressKind(
                boundary.lower().level(), boundary.higher().level());
    }

    private static Admission admission(Configuration configuration) {
        return CrossingTable.of(configuration.strict()).at(FfaInstance.SECURE_PHYSICAL);
    }
}
