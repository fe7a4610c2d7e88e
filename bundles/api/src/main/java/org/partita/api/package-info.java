/** Vocabulary and contracts of Partita: what the parts say to each other. */
@Export
@Version("0.1.0")
@NullMarked
package org.partita.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
