package org.partita.api.manifest;

/**
 * How unclear manifests are read.
 *
 * @param enumeratedMessagingMethod read messaging-method as the enumeration of files from before May 2021
 * @param strict turn what is usually a warning into an error
 */
public record ManifestOptions(boolean enumeratedMessagingMethod, boolean strict) {
    public static final ManifestOptions DEFAULT = new ManifestOptions(false, false);
}
