package org.partita.it.swap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;

/** Further builds of a bundle that differ in their version. */
public final class Copies {
    private static final Map<String, Copies> BY_NAME = new HashMap<>();

    private final byte[] original;
    private int builds;

    private Copies(byte[] original) {
        this.original = original;
    }

    /** The copies of a bundle; asked for the first time while it is the original. */
    public static Copies of(Bundle bundle) throws IOException {
        Copies known = BY_NAME.get(bundle.getSymbolicName());
        if (known == null) {
            known = new Copies(bytes(bundle));
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

    /** The next build as bytes. */
    byte[] next() throws IOException {
        return next(Map.of());
    }

    /** The next build with some headers of its manifest changed, as bytes; an empty value takes a header away. */
    byte[] next(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(original))) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-Version", "0.2." + ++builds);
            headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
            headers.forEach((name, value) -> {
                if (value.isEmpty()) {
                    manifest.getMainAttributes().remove(new Attributes.Name(name));
                }
            });
            try (JarOutputStream jar = new JarOutputStream(out, manifest)) {
                for (JarEntry e = in.getNextJarEntry(); e != null; e = in.getNextJarEntry()) {
                    jar.putNextEntry(new JarEntry(e.getName()));
                    in.transferTo(jar);
                }
            }
        }
        return out.toByteArray();
    }

    /** The next build as a URL. */
    String nextUrl(Path folder) throws IOException {
        return url(folder, next());
    }

    /** A build as a URL. */
    String url(Path folder, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("copy-" + builds + ".jar"), bytes);
        return file.toUri().toString();
    }
}
