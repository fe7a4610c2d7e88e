/** Physical memory, addresses of each kind, translation and modelled faults. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.memory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
