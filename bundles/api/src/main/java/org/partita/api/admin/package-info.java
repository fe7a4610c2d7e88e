/** What an administrator sees and does; core implements it, the shell and tests use it. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.admin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
