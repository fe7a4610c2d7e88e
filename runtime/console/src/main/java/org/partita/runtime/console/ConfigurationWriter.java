package org.partita.runtime.console;

import java.io.IOException;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.partita.runtime.session.Session;

/**
 * Writes the configurations of the platform while the console's start level is reached: before any bundle of the
 * platform starts, so that no component is activated with defaults first. (The OSGi Configurator writes them from a
 * thread of its own, some time after its start.)
 */
@Component(
        immediate = true,
        service = {})
public final class ConfigurationWriter {
    /** A configuration of a factory is named {@code factoryPid~name} (Configurator specification 150.3). */
    private static final char FACTORY = '~';

    /** Writes everything. */
    @Activate
    public ConfigurationWriter(@Reference ConfigurationAdmin admin, @Reference Session session) throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry :
                session.configurations().entrySet()) {
            configuration(admin, entry.getKey()).update(FrameworkUtil.asDictionary(entry.getValue()));
        }
    }

    private static Configuration configuration(ConfigurationAdmin admin, String pid) throws IOException {
        int tilde = pid.indexOf(FACTORY);
        return tilde < 0
                ? admin.getConfiguration(pid, "?")
                : admin.getFactoryConfiguration(pid.substring(0, tilde), pid.substring(tilde + 1), "?");
    }
}
