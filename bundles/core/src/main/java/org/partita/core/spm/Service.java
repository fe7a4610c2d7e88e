package org.partita.core.spm;

import org.partita.api.ffm.SpmService;
import org.partita.api.ffm.manifest.RotService;

/** A RoT Service. */
public record Service(RotService manifest, Resident partition) implements SpmService {}
