/** instance secure-physical. */
@NullMarked
package org.partita.instance.secure.physical;

import org.jspecify.annotations.NullMarked;
