package org.partita.it.swap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;

/** Further builds of a bundle: each has another version, and may differ in what a test says. */
public final class Copies {
    private static final Map<String, Copies> BY_NAME = new HashMap<>();
    private static final String FIXTURES = "org/partita/it/swap/fixture/";

    private final byte[] original;
    private final String name;
    private int builds;

    private Copies(byte[] original, String name) {
        this.original = original;
        this.name = name;
    }

    /** The copies of a bundle; asked for the first time while it is the original. */
    public static Copies of(Bundle bundle) throws IOException {
        Copies known = BY_NAME.get(bundle.getSymbolicName());
        if (known == null) {
            known = new Copies(bytes(bundle), bundle.getSymbolicName());
            BY_NAME.put(bundle.getSymbolicName(), known);
        }
        return known;
    }

    private static byte[] bytes(Bundle bundle) throws IOException {
        String location = bundle.getLocation().replaceFirst("^(initial@)?reference:", "");
        try (var in = URI.create(location).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    /** The bundle as it was. */
    byte[] original() {
        return original.clone();
    }

    /** The next build as bytes. */
    byte[] next() throws IOException {
        return build().bytes();
    }

    /** The next build with some headers of its manifest changed, as bytes; an empty value takes a header away. */
    byte[] next(Map<String, String> headers) throws IOException {
        Build b = build();
        b.headers.putAll(headers);
        return b.bytes();
    }

    /** The next build as a URL. */
    String nextUrl(Path folder) throws IOException {
        return url(folder, next());
    }

    /** A build as a URL. */
    String url(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name + "-" + builds + ".jar"), bytes)
                .toUri()
                .toString();
    }

    /** The next build, to be changed. */
    Build build() {
        return new Build(++builds);
    }

    /** A build that differs from the original in its version, and in what is said here. */
    final class Build {
        private final String version;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private UnaryOperator<String> component = UnaryOperator.identity();
        private String fixture = "";

        private Build(int number) {
            version = "0.2." + number;
            headers.put("Bundle-Version", version);
        }

        String version() {
            return version;
        }

        /** With another symbolic name, and a component of another name. */
        Build named(String symbolicName) {
            headers.put("Bundle-SymbolicName", symbolicName);
            return component(xml -> xml.replaceFirst(" name=\"[^\"]+\"", " name=\"" + symbolicName + "\""));
        }

        /** With a service ranking. */
        Build ranked(int ranking) {
            String property = "<property name=\"service.ranking\" type=\"Integer\" value=\"" + ranking + "\"/>";
            return component(xml -> xml.replaceFirst("(?=<service>)", property));
        }

        /** For another role. */
        Build filling(String role) {
            return component(xml -> xml.replaceFirst("(name=\"org.partita.role\".*?value=\")[^\"]*", "$1" + role));
        }

        /** With a package to import that nobody has. */
        Build unresolvable() {
            headers.put("Import-Package", "org.partita.nowhere");
            return this;
        }

        /** With a class of the fixtures as its component, which tells the watch of the {@link Workshop} what it does. */
        Build watched(String className) {
            fixture = FIXTURES + className + ".class";
            String watch = "<reference name=\"watch\" interface=\"java.util.function.Consumer\" target=\"(watch=true)\""
                    + " parameter=\"0\"/><implementation class=\"" + FIXTURES.replace('/', '.') + className + "\"/>";
            return component(xml -> xml.replace("scr/v1.3.0", "scr/v1.4.0")
                    .replaceFirst(" (activate|modified)=\"\\w+\"", "")
                    .replaceFirst(" (activate|modified)=\"\\w+\"", "")
                    .replaceFirst(" immediate=", " init=\"" + parameters(xml) + "\" immediate=")
                    .replaceFirst("<implementation [^>]*>", watch));
        }

        /** A component with a configuration gets it as its second parameter. */
        private static int parameters(String xml) {
            return xml.contains("configuration-policy") ? 2 : 1;
        }

        private Build component(UnaryOperator<String> change) {
            UnaryOperator<String> before = component;
            component = xml -> change.apply(before.apply(xml));
            return this;
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(original))) {
                Manifest manifest = in.getManifest();
                headers.forEach((name, value) -> set(manifest.getMainAttributes(), name, value));
                try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                    for (JarEntry e = in.getNextJarEntry(); e != null; e = in.getNextJarEntry()) {
                        copy(e.getName(), in, jar);
                    }
                    addFixture(jar);
                }
            }
            return out.toByteArray();
        }

        private static void set(Attributes attributes, String name, String value) {
            if (value.isEmpty()) {
                attributes.remove(new Attributes.Name(name));
            } else {
                attributes.putValue(name, value);
            }
        }

        private void copy(String entry, InputStream in, JarOutputStream jar) throws IOException {
            jar.putNextEntry(new JarEntry(entry));
            if (entry.startsWith("OSGI-INF/org.") && entry.endsWith(".xml")) {
                String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                jar.write(component.apply(xml).getBytes(StandardCharsets.UTF_8));
            } else {
                in.transferTo(jar);
            }
        }

        private void addFixture(JarOutputStream jar) throws IOException {
            if (!fixture.isEmpty()) {
                jar.putNextEntry(new JarEntry(fixture));
                try (InputStream in = Copies.class.getResourceAsStream("/" + fixture)) {
                    in.transferTo(jar);
                }
            }
        }
    }
}
