/** Descriptors of memory management transactions (FF-A 5.10 to 5.12, 11.6) as values, with their binary codecs. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.descriptor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
