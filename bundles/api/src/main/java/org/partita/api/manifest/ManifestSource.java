package org.partita.api.manifest;

/** A manifest as it was found: a name for messages, and the bytes. */
public final class ManifestSource {
    private final String name;
    private final byte[] content;

    /**
     * @param name file name or URL for messages
     * @param content the bytes
     */
    public ManifestSource(String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    public String name() {
        return name;
    }

    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return name;
    }
}
