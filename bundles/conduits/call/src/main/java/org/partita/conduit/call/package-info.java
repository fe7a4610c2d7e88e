/** The conduit CALL. */
@NullMarked
package org.partita.conduit.call;

import org.jspecify.annotations.NullMarked;
