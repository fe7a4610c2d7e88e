package org.partita.core.boot;

import org.partita.api.admin.PartitaException;
import org.partita.api.manifest.ManifestSource;

/** The boot of a platform whose configuration is wrong: it fails at once, with the key and the way out. */
public final class RefusedBoot implements PlatformBoot {
    private final BootLog log;
    private final String why;

    /** @param why what is wrong with the configuration */
    public RefusedBoot(BootLog log, String why) {
        this.log = log;
        this.why = why;
    }

    @Override
    public void run() {
        log.failed(why, null);
    }

    @Override
    public void codeCame(String manifest) {
        // no partition waits for it
    }

    @Override
    public void codeLeft(String manifest) {
        // no partition has it
    }

    @Override
    public void terminateAll() {
        // there are no partitions
    }

    @Override
    public int load(ManifestSource source, long nanos) {
        throw new PartitaException(source.name() + " can't be loaded: the platform has not booted: " + why);
    }

    @Override
    public void unload(int id) {
        throw new PartitaException("the platform has not booted, so no partition has ID " + id + ": " + why);
    }
}
