package org.partita.api.smmu;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.partita.api.memory.TranslationRegime;

/** The stage 2 tables that managers keep (FF-A 5.3 items 1 to 3 and 5). */
@FunctionalInterface
@ProviderType
public interface StageTwoTables {
    /** Tables of a Stream endpoint or partition; null if it is gone or aborted: its streams are disabled. */
    @Nullable
    TranslationRegime of(int endpoint);
}
