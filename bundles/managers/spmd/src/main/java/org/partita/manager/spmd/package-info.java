/** manager spmd. */
@NullMarked
package org.partita.manager.spmd;

import org.jspecify.annotations.NullMarked;
