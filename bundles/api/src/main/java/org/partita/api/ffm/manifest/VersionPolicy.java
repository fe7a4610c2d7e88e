package org.partita.api.ffm.manifest;

/** Which requested versions of a RoT Service are accepted. Versions are unsigned 32-bit numbers. */
public enum VersionPolicy {
    /** The implemented version only. */
    STRICT {
        @Override
        public boolean accepts(int implemented, int requested) {
            return implemented == requested;
        }
    },
    /** The implemented version and those below. */
    RELAXED {
        @Override
        public boolean accepts(int implemented, int requested) {
            return Integer.compareUnsigned(requested, implemented) <= 0;
        }
    };

    public abstract boolean accepts(int implemented, int requested);
}
