package org.partita.instance.secure.physical;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.Roles;
import org.partita.lib.crossing.TableInstance;

/** The Secure physical instance, between SPMC and SPMD (FF-A 2.3). */
@Component(immediate = true, service = InstanceProvider.class, configurationPid = SecurePhysicalInstance.PID)
@Designate(ocd = SecurePhysicalInstance.Configuration.class)
@FillsRole(role = Roles.INSTANCE_SECURE_PHYSICAL)
public final class SecurePhysicalInstance extends TableInstance {
    /** Names the configuration. */
    static final String PID = "org.partita.instance.secure.physical";

    /** What may be configured. */
    @ObjectClassDefinition(name = "FF-A instance: Secure physical")
    @interface Configuration {
        @AttributeDefinition(
                description = "admit only the conduits that the specification's tables print, without the readings")
        boolean strict() default false;
    }

    @Activate
    public SecurePhysicalInstance(Configuration configuration) {
        super(FfaInstance.SECURE_PHYSICAL, configuration.strict());
    }

    @Modified
    void modified(Configuration configuration) {
        strict(configuration.strict());
    }
}
