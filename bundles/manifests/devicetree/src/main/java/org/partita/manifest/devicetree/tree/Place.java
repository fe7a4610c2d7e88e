package org.partita.manifest.devicetree.tree;

/**
 * Where something stands in a file.
 *
 * @param file file name or URL
 * @param line from 1, or 0 in a blob, which has none
 */
public record Place(String file, int line) {}
