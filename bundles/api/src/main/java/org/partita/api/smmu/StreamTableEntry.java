package org.partita.api.smmu;

/**
 * A valid entry of a stream table (STE): stage 1 is bypassed, stage 2 translates.
 *
 * @param stream whose entry it is
 * @param endpoint 16-bit ID of the endpoint whose stage 2 tables translate: a SEPID, or the partition that a device is
 *     assigned to (FF-A 5.2.1); the architecture has a VMID and the address of the tables here
 */
public record StreamTableEntry(StreamId stream, int endpoint) {}
