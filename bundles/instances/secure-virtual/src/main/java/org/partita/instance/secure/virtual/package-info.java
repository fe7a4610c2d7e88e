/** instance secure-virtual. */
@NullMarked
package org.partita.instance.secure.virtual;

import org.jspecify.annotations.NullMarked;
