package org.partita.api.manifest;

/** Run-time model of a partition at S-EL0 or in User mode (FF-A Table 3.1). */
public enum RunTimeModel {
    RUN_TO_COMPLETION,
    PREEMPTIBLE
}
