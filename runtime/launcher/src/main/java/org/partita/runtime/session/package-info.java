/**
 * What launcher and console tell each other. The launcher's jar holds it and the system bundle exports it, so that both
 * sides of the framework's border see the same types.
 */
@Version("1.0.0")
@NullMarked
package org.partita.runtime.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
