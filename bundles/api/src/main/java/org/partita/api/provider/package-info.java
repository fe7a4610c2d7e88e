/** What fills a role: the contracts that core calls while providers come and go. */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
