/** What a partition author implements and uses. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.partition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
