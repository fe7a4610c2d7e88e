/** The Generic Timer: physical, Secure and virtual timers, and what they signal. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.timer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
