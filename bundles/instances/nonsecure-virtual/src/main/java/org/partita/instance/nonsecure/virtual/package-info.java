/** The Non-secure virtual FF-A instance. */
@NullMarked
package org.partita.instance.nonsecure.virtual;

import org.jspecify.annotations.NullMarked;
