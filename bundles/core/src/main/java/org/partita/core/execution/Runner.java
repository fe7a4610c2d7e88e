package org.partita.core.execution;

/** How a context's code is entered. */
public sealed interface Runner permits CallbackRunner, ThreadedRunner {
    /** The word that spm:partitions shows. */
    String model();
}
