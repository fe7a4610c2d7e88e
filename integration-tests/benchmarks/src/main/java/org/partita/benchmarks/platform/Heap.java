package org.partita.benchmarks.platform;

/**
 * Memory that an endpoint has to give away.
 *
 * @param base physical address, which is the endpoint's own address too
 * @param pages count of 4 KiB pages
 */
public record Heap(long base, int pages) {}
