/** The current choice of providers as one immutable snapshot. */
@NullMarked
package org.partita.core.wiring;

import org.jspecify.annotations.NullMarked;
