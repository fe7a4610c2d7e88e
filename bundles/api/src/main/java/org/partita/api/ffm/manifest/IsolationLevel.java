package org.partita.api.ffm.manifest;

/** What the SPM protects from what (FF-M isolation levels 1 to 3). Each includes the ones before. */
public enum IsolationLevel {
    /** The Secure processing environment from the Non-secure one. */
    SPE,
    /** The PSA RoT from the Application RoT. */
    PSA_ROT,
    /** Each partition from the others. */
    PARTITIONS;

    /** 1, 2 or 3. */
    public int number() {
        return ordinal() + 1;
    }
}
