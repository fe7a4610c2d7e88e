package org.partita.instance.secure.virtual;

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

/** The Secure virtual instance, between SPMC and SP (FF-A 2.3), also for an S-EL1 SP of an EL3 SPMC (reading A10). */
@Component(immediate = true, service = InstanceProvider.class, configurationPid = SecureVirtualInstance.PID)
@Designate(ocd = SecureVirtualInstance.Configuration.class)
@FillsRole(role = Roles.INSTANCE_SECURE_VIRTUAL)
public final class SecureVirtualInstance extends TableInstance {
    /** Names the configuration. */
    static final String PID = "org.partita.instance.secure.virtual";

    /** What may be configured. */
    @ObjectClassDefinition(name = "FF-A instance: Secure virtual")
    @interface Configuration {
        @AttributeDefinition(
                description = "admit only the conduits that the specification's tables print, without the readings")
        boolean strict() default false;
    }

    @Activate
    public SecureVirtualInstance(Configuration configuration) {
        super(FfaInstance.SECURE_VIRTUAL, configuration.strict());
    }

    @Modified
    void modified(Configuration configuration) {
        strict(configuration.strict());
    }
}
