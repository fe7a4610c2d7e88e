package org.partita.manager.ffmspm;

/** Who makes calls. The Non-secure clients' come through AGENT. */
enum Actor {
    NS1(-1, false),
    NS2(-2, false),
    SERVER(0x100, true),
    CLIENT(0x101, false),
    OTHER(0x102, false),
    AGENT(0x103, true);

    /** Negative for a Non-secure client, else the id of a partition. */
    final int id;

    /** A partition of the PSA RoT; of the Application RoT, if it is none. */
    final boolean psaRot;

    Actor(int id, boolean psaRot) {
        this.id = id;
        this.psaRot = psaRot;
    }

    boolean secure() {
        return id >= 0;
    }
}
