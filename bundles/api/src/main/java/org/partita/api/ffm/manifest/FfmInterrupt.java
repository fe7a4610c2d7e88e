package org.partita.api.ffm.manifest;

import java.util.Optional;

/**
 * An interrupt of a partition: an element of {@code irqs}.
 *
 * @param source number of the interrupt, 0 to 1019
 * @param signalName name of its signal: {@code signal}, or {@code name} with {@code _SIGNAL} behind it
 * @param firstLevel whether a function of the partition handles it at once ({@code FLIH}); otherwise the signal is asserted
 *     and the partition's thread handles it ({@code SLIH})
 * @param description for people, may be empty
 * @param clientIds a mailbox's: the clients whose requests it announces
 * @param signal its signal, one bit: bit 31 for the first interrupt of a partition, bit 30 for the next
 */
public record FfmInterrupt(
        int source,
        String signalName,
        boolean firstLevel,
        String description,
        Optional<ClientIds> clientIds,
        int signal) {}
