package org.partita.it.platform;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.partita.api.manifest.ManifestSource;

/** Text of a partition manifest: valid from the start, then changed as a test needs it. */
public final class Dts {
    public static final int RECEIVES = 1;
    public static final int SENDS = 2;
    public static final int INDIRECT = 4;

    private static final int EL1 = 0;
    private static final int S_EL0 = 1;
    private static final int S_EL1 = 2;

    private final String name;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final StringBuilder regions = new StringBuilder();
    private final StringBuilder devices = new StringBuilder();
    private final StringBuilder nodes = new StringBuilder();

    private Dts(String name) {
        this.name = name;
    }

    private Dts(String name, int id, int level) {
        this.name = name;
        with("compatible", "\"arm,ffa-manifest-1.0\"").with("description", '"' + name + '"');
        cells("ffa-version", 0x10000).cells("id", id).cells("uuid", 0x74736574, 0x00400000, 0x9d, id);
        cells("messaging-method", RECEIVES | SENDS).cells("execution-ctx-count", 1);
        cells("exception-level", level).cells("execution-state", 0);
    }

    /** A VM in EL1. */
    public static Dts vm(String name, int id) {
        return new Dts(name, id, EL1);
    }

    /** An SP in S-EL1. */
    public static Dts sp(String name, int id) {
        return new Dts(name, id, S_EL1);
    }

    /** An SP in S-EL0. */
    public static Dts application(String name, int id) {
        return new Dts(name, id, S_EL0);
    }

    /** An independent peripheral device, Secure. */
    public static Dts independent(String name, int sepid) {
        return new Dts(name)
                .with("compatible", "\"partita,ffa-device-manifest\"")
                .cells("ffa-version", 0x10000)
                .cells("xlat-granule", 0)
                .cells("partita,sepid", sepid)
                .flag("partita,secure");
    }

    /** The manifest by which the SPMD sets the SPMC up; properties of its node attribute. */
    public static Dts spmc(String name, String... attribute) {
        return new Dts(name).node("attribute { maj_ver = <1>; min_ver = <0>; " + String.join("; ", attribute) + "; };");
    }

    /** Sets a property to any text. */
    public Dts with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Sets a property to u32 cells. */
    public Dts cells(String property, long... values) {
        StringBuilder text = new StringBuilder("<");
        for (long v : values) {
            text.append("0x").append(Long.toHexString(v)).append(' ');
        }
        return with(property, text.toString().strip() + ">");
    }

    /** A property without a value. */
    public Dts flag(String property) {
        return with(property, "");
    }

    public Dts without(String property) {
        properties.remove(property);
        return this;
    }

    /** Adds a memory region; attributes: bit 0 read, 1 write, 2 execute, 3 Non-secure. */
    public Dts memory(String region, long base, int pages, int attributes) {
        return region(
                region, "base-address = <0x%x 0x%x>;".formatted(base >>> 32, base & 0xFFFFFFFFL), pages, attributes);
    }

    /** Adds a memory region whose base address is of this kind: pa, va or ipa. */
    public Dts memory(String region, long base, int pages, int attributes, String kind) {
        String properties = "base-address = <0x%x 0x%x>; partita,address-kind = \"%s\";";
        return region(region, properties.formatted(base >>> 32, base & 0xFFFFFFFFL, kind), pages, attributes);
    }

    /** Adds a memory region for which the manager chooses the address. */
    public Dts memory(String region, int pages, int attributes) {
        return region(region, "", pages, attributes);
    }

    private Dts region(String region, String base, int pages, int attributes) {
        regions.append("%s: %s { description = \"%s\"; pages-count = <%d>; attributes = <%d>; %s };%n"
                .formatted(region, region, region, pages, attributes, base));
        return this;
    }

    /** Adds a device region; attributes as those of memory. */
    public Dts device(String region, long base, int pages, int attributes, String... properties) {
        devices.append(
                "%s { description = \"%s\"; base-address = <0x%x>; pages-count = <%d>; attributes = <%d>; %s };%n"
                        .formatted(region, region, base, pages, attributes, String.join(" ", properties)));
        return this;
    }

    /** Adds a node as it is. */
    public Dts node(String text) {
        nodes.append(text).append('\n');
        return this;
    }

    /** The buffers that the manager allocates are the memory regions "rx" and "tx". */
    public Dts buffers() {
        return node("rx_tx-info { compatible = \"arm,ffa-manifest-rx_tx-buffer\";"
                + " rx-buffer = <&rx>; tx-buffer = <&tx>; };");
    }

    /** Asks for the initialization descriptor in this register. */
    public Dts bootInformation(int register) {
        return cells("gp-register-num", register)
                .node("boot-info { compatible = \"arm,ffa-manifest-boot-info\"; ffa_manifest; };");
    }

    public String fileName() {
        return name + ".dts";
    }

    public String text() {
        StringBuilder text = new StringBuilder("/dts-v1/;\n/ {\n");
        properties.forEach((p, value) ->
                text.append(p).append(value.isEmpty() ? "" : " = " + value).append(";\n"));
        if (!regions.isEmpty()) {
            text.append("memory-regions { compatible = \"arm,ffa-manifest-memory-regions\";\n")
                    .append(regions)
                    .append("};\n");
        }
        if (!devices.isEmpty()) {
            text.append("device-regions { compatible = \"arm,ffa-manifest-device-regions\";\n")
                    .append(devices)
                    .append("};\n");
        }
        return text.append(nodes).append("};\n").toString();
    }

    public ManifestSource source() {
        return new ManifestSource(fileName(), text().getBytes(StandardCharsets.UTF_8));
    }
}
