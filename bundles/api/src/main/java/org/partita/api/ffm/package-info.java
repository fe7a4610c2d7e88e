/** The PSA Firmware Framework for M-profile (FF-M 1.0 with the 1.1 extension): calls, state, and who answers them. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.ffm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
