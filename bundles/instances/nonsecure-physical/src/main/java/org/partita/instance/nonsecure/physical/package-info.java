/** instance nonsecure-physical. */
@NullMarked
package org.partita.instance.nonsecure.physical;

import org.jspecify.annotations.NullMarked;
