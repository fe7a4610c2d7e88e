/** The Memory Protection Unit of an Armv8-M processor (PMSAv8): regions, the tables it is loaded with, faults. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.mpu;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
