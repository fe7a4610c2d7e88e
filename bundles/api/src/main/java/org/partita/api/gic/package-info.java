/** The Generic Interrupt Controller, version 3: interrupts of devices, their groups, and how PEs take them. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.gic;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
