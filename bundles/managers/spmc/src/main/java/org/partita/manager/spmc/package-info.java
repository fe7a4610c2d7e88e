/** manager spmc. */
@NullMarked
package org.partita.manager.spmc;

import org.jspecify.annotations.NullMarked;
