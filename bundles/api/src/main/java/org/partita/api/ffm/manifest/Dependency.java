package org.partita.api.ffm.manifest;

import java.util.OptionalInt;

/**
 * A RoT Service that a partition may call: an element of {@code dependencies} or {@code weak_dependencies}.
 *
 * @param service name of the service
 * @param sid its SID, unsigned 32 bits; absent for a weak dependency on a service that the platform does not have
 * @param weak whether the partition does without the service
 */
public record Dependency(String service, OptionalInt sid, boolean weak) {}
