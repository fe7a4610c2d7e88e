package org.partita.instance.nonsecure.virtual;

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

/** The Non-secure virtual instance, between Hypervisor and VM (FF-A 2.3). */
@Component(immediate = true, service = InstanceProvider.class, configurationPid = NonSecureVirtualInstance.PID)
@Designate(ocd = NonSecureVirtualInstance.Configuration.class)
@FillsRole(role = Roles.INSTANCE_NONSECURE_VIRTUAL)
public final class NonSecureVirtualInstance extends TableInstance {
    /** Names the configuration. */
    static final String PID = "org.partita.instance.nonsecure.virtual";

    /** What may be configured. */
    @ObjectClassDefinition(name = "FF-A instance: Non-secure virtual")
    @interface Configuration {
        @AttributeDefinition(
                description = "admit only the conduits that the specification's tables print, without the readings")
        boolean strict() default false;
    }

    @Activate
    public NonSecureVirtualInstance(Configuration configuration) {
        super(FfaInstance.NONSECURE_VIRTUAL, configuration.strict());
    }

    @Modified
    void modified(Configuration configuration) {
        strict(configuration.strict());
    }
}
