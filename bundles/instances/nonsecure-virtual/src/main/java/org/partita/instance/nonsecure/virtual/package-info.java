/** instance nonsecure-virtual. */
@NullMarked
package org.partita.instance.nonsecure.virtual;

import org.jspecify.annotations.NullMarked;
