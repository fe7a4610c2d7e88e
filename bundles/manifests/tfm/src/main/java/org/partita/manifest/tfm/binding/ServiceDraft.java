package org.partita.manifest.tfm.binding;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.manifest.FrameworkVersion;
import org.partita.api.ffm.manifest.RotService;
import org.partita.api.ffm.manifest.VersionPolicy;

/**
 * An element of {@code services}, before it is compared with others.
 *
 * @param statelessNumber as the manifest fixes it; absent: to be assigned if the service is stateless
 */
record ServiceDraft(
        Fields fields,
        Optional<String> name,
        OptionalLong sid,
        String description,
        boolean nonSecureClients,
        long version,
        VersionPolicy versionPolicy,
        boolean stateless,
        OptionalLong statelessNumber,
        boolean mmIovec) {
    static final int MOST_STATELESS = 32;

    private static final long MOST = 0xFFFF_FFFFL;
    private static final String HANDLE = "stateless_handle";
    private static final String CONNECTION_BASED = "connection_based";

    /** @param framework version of FF-M, null if the manifest does not say it */
    static ServiceDraft read(Fields service, @Nullable FrameworkVersion framework) {
        service.require("name", Rules.ATTRIBUTES, "the name of the service");
        service.require("sid", Rules.ATTRIBUTES, "a 32-bit SID, for example \"0x0000F000\"");
        service.require("non_secure_clients", Rules.ATTRIBUTES, "true or false");
        long version = service.number("version", Rules.SERVICES, 1, MOST, "a 32-bit version of 1 or more")
                .orElse(1);
        VersionPolicy policy = service.choice(
                        "version_policy",
                        Rules.SERVICES,
                        Map.of("STRICT", VersionPolicy.STRICT, "RELAXED", VersionPolicy.RELAXED))
                .orElse(VersionPolicy.STRICT);
        boolean stateless = stateless(service, framework);
        ServiceDraft draft = new ServiceDraft(
                service,
                service.identifier("name"),
                service.number("sid", Rules.SERVICES, 0, MOST, "a 32-bit SID, for example \"0x0000F000\""),
                service.text("description").orElse(""),
                service.flag("non_secure_clients").orElse(false),
                version,
                policy,
                stateless,
                statelessNumber(service, stateless, framework, version),
                mmIovec(service, framework));
        service.rest("a service");
        return draft;
    }

    private static boolean stateless(Fields service, @Nullable FrameworkVersion framework) {
        if (framework == FrameworkVersion.V1_1) {
            service.require(CONNECTION_BASED, Rules.SERVICES, "true, or false for a stateless service");
        }
        boolean stateless = !service.flag(CONNECTION_BASED).orElse(true);
        if (stateless && framework == FrameworkVersion.V1_0) {
            service.error(
                    CONNECTION_BASED,
                    Rules.SERVICES,
                    "found false in a manifest of version 1.0, whose services are connection based; leave it out, or make the"
                            + " manifest one of 1.1");
        }
        return stateless;
    }

    private static OptionalLong statelessNumber(
            Fields service, boolean stateless, @Nullable FrameworkVersion framework, long version) {
        if (service.has(HANDLE) && framework == FrameworkVersion.V1_0) {
            service.error(
                    HANDLE,
                    Rules.STATELESS,
                    "found in a manifest of version 1.0, which has no stateless services; leave it out, or make the manifest one"
                            + " of 1.1");
        } else if (service.has(HANDLE) && !stateless) {
            service.error(
                    HANDLE,
                    Rules.STATELESS,
                    "found with a connection-based service; leave it out, or say connection_based: false");
        }
        if (stateless && version > RotService.MAX_STATELESS_VERSION) {
            service.error(
                    "version",
                    Rules.STATELESS,
                    "found " + version + "; the handle of a stateless service carries 8 bits of version: 255 at most");
        }
        if (service.is(HANDLE, "auto")) {
            return OptionalLong.empty();
        }
        return service.number(HANDLE, Rules.STATELESS, 1, MOST_STATELESS, "1 to 32, or \"auto\"");
    }

    private static boolean mmIovec(Fields service, @Nullable FrameworkVersion framework) {
        boolean enabled = service.choice("mm_iovec", Rules.ISOLATION, Map.of("enable", true, "disable", false))
                .orElse(false);
        if (enabled && framework == FrameworkVersion.V1_0) {
            service.error(
                    "mm_iovec",
                    Rules.ISOLATION,
                    "found in a manifest of version 1.0, which has no mapped vectors; leave it out, or make the manifest one of"
                            + " 1.1");
        }
        return enabled;
    }
}
