package org.partita.api.smmu;

/**
 * An access of a device on its way to memory.
 *
 * @param stream where it comes from
 * @param write data write instead of read
 * @param address input address: an IPA, since stage 1 is bypassed
 */
public record StreamTransaction(StreamId stream, boolean write, long address) {}
