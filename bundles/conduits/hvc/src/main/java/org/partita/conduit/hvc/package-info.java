/** The conduit HVC. */
@NullMarked
package org.partita.conduit.hvc;

import org.jspecify.annotations.NullMarked;
