/** The partition manifest (FF-A 3.2 to 3.5) as values, and the contract of its readers. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.manifest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
