/** The shape of a call: registers in, one pass through the roles, an outcome. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
