/** The vocabulary of FF-A 1.0: functions, status codes, identifiers and descriptors with their binary codecs. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.ffa;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
