/** What the author of an FF-M partition writes, and what such a partition sees: the PSA API in Java. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.ffm.partition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
