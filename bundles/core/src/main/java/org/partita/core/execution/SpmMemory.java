package org.partita.core.execution;

import java.lang.foreign.MemorySegment;
import org.partita.api.memory.TranslationRegime;

/** Memory as the SPM has it. */
public interface SpmMemory {
    /** Everything there is. */
    TranslationRegime all();

    /** What the Non-secure processing environment may access. */
    TranslationRegime nonSecure();

    /** The page that holds a physical address; from within a pass. */
    MemorySegment page(long physical, boolean secure);
}
