/** tables of instances and conduits. */
@NullMarked
package org.partita.lib.crossing;

import org.jspecify.annotations.NullMarked;
