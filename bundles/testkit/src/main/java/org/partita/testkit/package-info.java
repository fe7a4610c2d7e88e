/** What tests of Partita and of its partitions use. */
@Export
@Version("0.1.0")
@NullMarked
package org.partita.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
