/** FF-M partition manifests as values, and the contract of their readers. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.ffm.manifest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
