package org.partita.runtime.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.partita.lib.metatype.Metatype;

/**
 * Entries of the configuration that nobody reads, or reads as something else: Declarative Services passes over an unknown key
 * and takes any text for false. Core checks its own.
 */
@Component(service = Misconfigured.class)
public final class Misconfigured {
    private static final String CORE = "org.partita.core";

    private final BundleContext framework;
    private final ServiceComponentRuntime components;

    @Activate
    public Misconfigured(BundleContext framework, @Reference ServiceComponentRuntime components) {
        this.framework = framework;
        this.components = components;
    }

    /** One sentence for each entry that is wrong. */
    List<String> entries(Map<String, Map<String, Object>> configurations) {
        Map<String, Map<String, Object>> others = new TreeMap<>(configurations);
        others.remove(CORE);
        if (others.isEmpty()) {
            return List.of();
        }
        Metatype metatype = new Metatype();
        Set<String> read = read(metatype);
        List<String> wrong = new ArrayList<>();
        others.forEach((pid, entries) -> {
            String factory = pid.replaceFirst("~.*", "");
            if (metatype.knows(factory)) {
                entries.forEach((key, value) -> add(metatype.problem(factory, key, value), wrong));
            } else if (!read.contains(factory)) {
                wrong.add("configuration " + pid
                        + " is read by no component of this platform; scr:list shows what there is");
            }
        });
        return wrong;
    }

    private static void add(String problem, List<String> wrong) {
        if (!problem.isEmpty()) {
            wrong.add("configuration: " + problem);
        }
    }

    /** Returns the PIDs that components read. */
    private Set<String> read(Metatype metatype) {
        for (Bundle bundle : framework.getBundles()) {
            for (URL file : files(bundle)) {
                try (InputStream in = file.openStream()) {
                    metatype.read(in);
                } catch (IOException | XMLStreamException e) {
                    // what it says is not known, so nothing is told about it
                }
            }
        }
        Set<String> pids = new HashSet<>();
        components.getComponentDescriptionDTOs().forEach(c -> pids.addAll(Arrays.asList(c.configurationPid)));
        return pids;
    }

    private static List<URL> files(Bundle bundle) {
        Enumeration<URL> found = bundle.findEntries(Metatype.FOLDER, "*.xml", false);
        return found == null ? List.of() : Collections.list(found);
    }
}
