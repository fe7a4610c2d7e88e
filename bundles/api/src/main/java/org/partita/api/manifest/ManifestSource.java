package org.partita.api.manifest;

/**
 * A manifest as it was found.
 *
 * @param name file name or URL for messages
 * @param content the bytes
 */
public record ManifestSource(String name, byte[] content) {
    public ManifestSource {
        content = content.clone();
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
