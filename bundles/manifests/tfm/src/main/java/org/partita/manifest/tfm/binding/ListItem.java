package org.partita.manifest.tfm.binding;

import java.util.OptionalLong;
import java.util.Set;

/**
 * An item of the manifest list whose partition is enabled.
 *
 * @param fields where it stands
 * @param manifest path of the manifest
 * @param description for people, may be empty
 * @param pid partition id, absent: to be assigned
 * @param extras attributes beyond FF-M's that its manifest may have
 */
record ListItem(Fields fields, String manifest, String description, OptionalLong pid, Set<String> extras) {}
