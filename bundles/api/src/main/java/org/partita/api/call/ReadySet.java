package org.partita.api.call;

import org.osgi.annotation.versioning.ProviderType;

/** Execution contexts that could run on a PE: a message or an interrupt is there for them, or they were stopped in their work. */
@ProviderType
public interface ReadySet {
    /** Number of contexts. */
    int size();

    /** The context at a position. */
    ExecutionContext context(int position);

    /** Whether it has the PE now: another choice preempts it. */
    boolean running(int position);

    /** Its priority: lower runs first (from the configuration; 128 unless stated). */
    int priority(int position);

    /** When it last had a PE: grows with each time that any context gets one, 0 if it never had. */
    long lastRan(int position);
}
