package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider whose state is handed to its successor.
 *
 * @param <S> a final record of the api: primitives, JDK immutables, api records, byte[]; with schema and version
 */
@ConsumerType
public interface Stateful<S extends Record> extends Provider {
    /**
     * Called after the last pass and before deactivation. It changes nothing: after a swap that is rolled back the
     * provider serves on.
     */
    S exportState();

    /** The record type that {@link #importState} takes. */
    Class<S> stateType();

    /**
     * Takes over the state, all or nothing.
     *
     * @throws IllegalArgumentException naming the schema version that is not understood; then nothing has changed
     */
    void importState(S state);
}
