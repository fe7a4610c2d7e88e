/** The conduit ERET. */
@NullMarked
package org.partita.conduit.eret;

import org.jspecify.annotations.NullMarked;
