package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.DeviceManifest;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;
import org.partita.api.manifest.SpmcManifest;

/** Good manifests to vary, and what reading the variation gives. Lines are counted by the tests from the text. */
final class Manifests {
    static final String SP = """
            /dts-v1/;
            / {
            compatible = "arm,ffa-manifest-1.0";
            ffa-version = <0x00010000>;
            uuid = <0x1e67b5b4 0xe14f904a 0x13fb1fb8 0xcbdae1da>;
            messaging-method = <3>;
            id = <0x8001>;
            execution-ctx-count = <1>;
            exception-level = <2>;
            execution-state = <0>;
            load-address = <0x6280000>;
            rx_tx-info {
            compatible = "arm,ffa-manifest-rx_tx-buffer";
            rx-buffer = <&rx>;
            tx-buffer = <&tx>;
            };
            memory-regions {
            compatible = "arm,ffa-manifest-memory-regions";
            rx: rx { base-address = <0x7200000>; pages-count = <1>; attributes = <0x1>; };
            tx: tx { base-address = <0x0 0x7201000>; pages-count = <1>; attributes = <0x3>; };
            heap { pages-count = <4>; attributes = <0x3>; };
            };
            device-regions {
            compatible = "arm,ffa-manifest-device-regions";
            uart { base-address = <0x1c090000>; pages-count = <1>; attributes = <0x3>; interrupts = <56 0x900>; };
            };
            };
            """;

    /** An MP VM in which every region is Non-secure. */
    static final String VM = SP.replace("exception-level = <2>", "exception-level = <0>")
            .replace("id = <0x8001>", "id = <1>")
            .replace("attributes = <0x1>", "attributes = <0x9>")
            .replace("attributes = <0x3>", "attributes = <0xb>")
            .replace("<56 0x900>", "<56 0x800>");

    static final String DEVICE = """
            /dts-v1/;
            / {
            compatible = "partita,ffa-device-manifest";
            ffa-version = <0x00010000>;
            description = "dma";
            xlat-granule = <0>;
            partita,sepid = <0xc001>;
            partita,secure;
            memory-regions {
            compatible = "arm,ffa-manifest-memory-regions";
            ring { base-address = <0x7300000>; pages-count = <2>; attributes = <0x3>; };
            };
            device-regions {
            compatible = "arm,ffa-manifest-device-regions";
            dma { base-address = <0x1c0a0000>; pages-count = <1>; attributes = <0x3>; smmu-id = <0>; stream-ids = <0x10 0x11>; };
            };
            };
            """;

    static final String SPMC = """
            /dts-v1/;
            / {
            #address-cells = <2>;
            #size-cells = <1>;
            attribute {
            spmc_id = <0x8000>;
            maj_ver = <1>;
            min_ver = <0>;
            exec_state = <0>;
            load_address = <0x0 0x6000000>;
            entrypoint = <0x0 0x6000100>;
            binary_size = <0x80000>;
            };
            hypervisor {
            compatible = "hafnium,hafnium";
            vm1 { is_ffa_partition; debug_name = "one"; load_address = <0x7000000>; vcpu_count = <8>; mem_size = <1048576>; };
            };
            memory@6000000 { device_type = "memory"; reg = <0x0 0x6000000 0x2000000 0x0 0xff000000 0x1000>; };
            memory@80000000 { device_type = "ns-memory"; reg = <0x0 0x80000000 0x10000000>; };
            memory@1c000000 { device_type = "device-memory"; reg = <0x0 0x1c000000 0x1000000>; };
            };
            """;

    private static final ManifestOptions STRICT = new ManifestOptions(false, true);

    private Manifests() {}

    static PlatformManifest read(String text, ManifestOptions options) throws ManifestException {
        return new DevicetreeReader()
                .read(new ManifestSource("sp.dts", text.getBytes(StandardCharsets.UTF_8)), options);
    }

    static PartitionManifest partition(String text) throws ManifestException {
        return (PartitionManifest) read(text, ManifestOptions.DEFAULT);
    }

    static DeviceManifest device(String text) throws ManifestException {
        return (DeviceManifest) read(text, ManifestOptions.DEFAULT);
    }

    static SpmcManifest spmc(String text) throws ManifestException {
        return (SpmcManifest) read(text, ManifestOptions.DEFAULT);
    }

    /** The text with one part replaced; the part has to be there. */
    static String with(String text, String part, String other) {
        assertThat(text).contains(part);
        return text.replace(part, other);
    }

    /** The problems of a text that can't be read. */
    static List<Problem> errors(String text) {
        return errors(text, ManifestOptions.DEFAULT);
    }

    static List<Problem> errors(String text, ManifestOptions options) {
        try {
            PlatformManifest manifest = read(text, options);
            throw new AssertionError("read without an error: " + manifest);
        } catch (ManifestException e) {
            return e.problems().stream().filter(Problem::error).toList();
        }
    }

    /** The only error of a text. */
    static Problem error(String text) {
        List<Problem> errors = errors(text);
        assertThat(errors).as("errors of one fault").hasSize(1);
        return errors.getFirst();
    }

    /** The warnings of a text that can be read; every one of them is an error when manifests are read strictly. */
    static List<Problem> warnings(String text) throws ManifestException {
        List<Problem> warnings = read(text, ManifestOptions.DEFAULT).warnings();
        if (!warnings.isEmpty()) {
            assertThat(errors(text, STRICT))
                    .extracting(Problem::message)
                    .containsExactlyElementsOf(
                            warnings.stream().map(Problem::message).toList());
        }
        return warnings;
    }

    /** The line in which a part of a text stands first. */
    static int line(String text, String part) {
        int at = text.indexOf(part);
        assertThat(at).isNotNegative();
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /**
     * Replaces a part of a good manifest and checks the only error that follows: its file, line, node, property, rule
     * and words. The line is that of the property in {@code other}, of {@code other} if it is not in there, and of the
     * root node if {@code other} is empty.
     */
    static void check(
            String base,
            String part,
            @Nullable String other,
            String node,
            @Nullable String property,
            String rule,
            String message) {
        String text = with(base, part, other == null ? "" : other);
        String name = property == null ? "" : property;
        Problem problem = error(text);
        assertThat(problem.message()).contains(message);
        assertThat(problem.rule()).isEqualTo("FF-A " + rule);
        assertThat(problem.at()).isEqualTo(new Position("sp.dts", expectedLine(text, other, name), node, name));
    }

    private static int expectedLine(String text, @Nullable String other, String property) {
        if (other == null || other.isEmpty()) {
            return line(text, "/ {");
        }
        int at = Math.max(0, other.lastIndexOf(property));
        return line(text, other)
                + (int) other.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
