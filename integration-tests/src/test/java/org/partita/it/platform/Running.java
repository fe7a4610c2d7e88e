package org.partita.it.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PlatformStatus;

/** The platform inside a test container: configured from its folder at the first request, booted, then shared. */
public final class Running {
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final String CORE = "org.partita.core";

    private final BundleContext framework;
    private final Map<String, Map<String, Object>> others = new HashMap<>();

    public Running(BundleContext framework) {
        this.framework = framework;
    }

    /** Changes keys of a bundle's configuration, other than core's, for the boots that follow. */
    public Running with(String pid, Map<String, Object> keys) {
        others.put(pid, keys);
        return this;
    }

    /** The booted platform of this container. */
    public Platform platform() throws Exception {
        if (framework.getServiceReference(Platform.class) == null) {
            configure(Map.of());
        }
        return booted();
    }

    /** The platform started anew with some keys of core's configuration changed. */
    public Platform restarted(Map<String, Object> keys) throws Exception {
        return restarted(keys, () -> {});
    }

    /** As {@link #restarted(Map)}, with what comes while it boots: the platform before does not see it. */
    public Platform restarted(Map<String, Object> keys, Runnable arrival) throws Exception {
        reconfigured(keys);
        arrival.run();
        return booted();
    }

    /** How the platform's boot ends with some keys of core's configuration changed, whether it runs then or not. */
    public PlatformStatus bootOf(Map<String, Object> keys) throws Exception {
        return bootOf(keys, () -> {});
    }

    /** As {@link #bootOf(Map)}, with what comes while it boots. */
    public PlatformStatus bootOf(Map<String, Object> keys, Runnable arrival) throws Exception {
        Platform platform = reconfigured(keys);
        arrival.run();
        return platform.awaitBoot(BOOT_LIMIT);
    }

    private Platform reconfigured(Map<String, Object> keys) throws Exception {
        ServiceReference<Platform> before = framework.getServiceReference(Platform.class);
        Object old = before == null ? null : framework.getService(before);
        configure(keys);
        try (Services<Platform> services = new Services<>(framework, Platform.class)) {
            return services.await(p -> p != old, BOOT_LIMIT);
        }
    }

    private Platform booted() throws Exception {
        ServiceTracker<Platform, Platform> tracker = new ServiceTracker<>(framework, Platform.class, null);
        tracker.open();
        Platform platform = tracker.waitForService(BOOT_LIMIT.toMillis());
        assertThat(platform).as("the Platform service of core").isNotNull();
        PlatformStatus status = platform.awaitBoot(BOOT_LIMIT);
        assertThat(status.state())
                .as("state of the platform: %s", status.problems())
                .isEqualTo("running");
        return platform;
    }

    /** The folder of this container's platform. */
    public Path folder() {
        return Path.of(String.valueOf(System.getProperty("partita.root")))
                .resolve("configurations")
                .resolve(String.valueOf(System.getProperty("partita.platform")));
    }

    private void configure(Map<String, Object> keys) throws Exception {
        ConfigurationAdmin admin = framework.getService(framework.getServiceReference(ConfigurationAdmin.class));
        JsonObject all = JsonParser.parseString(Files.readString(folder().resolve("configuration.json")))
                .getAsJsonObject();
        for (Map.Entry<String, JsonElement> e : all.entrySet()) {
            if (!e.getKey().equals(CORE)) {
                Map<String, Object> values = values(e.getValue().getAsJsonObject());
                values.putAll(others.getOrDefault(e.getKey(), Map.of()));
                // one that is the same would only start its component anew
                configuration(admin, e.getKey()).updateIfDifferent(FrameworkUtil.asDictionary(values));
            }
        }
        for (Map.Entry<String, Map<String, Object>> e : others.entrySet()) {
            if (!all.has(e.getKey())) {
                configuration(admin, e.getKey()).updateIfDifferent(FrameworkUtil.asDictionary(e.getValue()));
            }
        }
        Map<String, Object> core = values(all.get(CORE).getAsJsonObject());
        core.put("manifests", folder().resolve("manifests").toString());
        core.putAll(keys);
        configuration(admin, CORE).update(FrameworkUtil.asDictionary(core));
    }

    private static Configuration configuration(ConfigurationAdmin admin, String pid) throws IOException {
        return admin.getConfiguration(pid, "?");
    }

    private static Map<String, Object> values(JsonObject object) {
        Map<String, Object> values = new HashMap<>();
        object.entrySet().forEach(e -> values.put(e.getKey().replaceAll(":.*", ""), value(e.getValue())));
        return values;
    }

    private static Object value(JsonElement e) {
        if (e instanceof JsonArray array) {
            return array.asList().stream().map(JsonElement::getAsString).toArray(String[]::new);
        }
        JsonPrimitive p = e.getAsJsonPrimitive();
        return p.isBoolean() ? p.getAsBoolean() : p.isNumber() ? p.getAsLong() : number(p.getAsString());
    }

    private static Object number(String text) {
        return text.startsWith("0x") ? Long.decode(text) : text;
    }
}
