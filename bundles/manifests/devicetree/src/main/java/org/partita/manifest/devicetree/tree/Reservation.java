package org.partita.manifest.devicetree.tree;

/**
 * An entry of the memory reservation block.
 *
 * @param address physical address
 * @param size bytes
 */
public record Reservation(long address, long size) {}
