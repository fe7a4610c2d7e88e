/** The Non-secure physical FF-A instance. */
@NullMarked
package org.partita.instance.nonsecure.physical;

import org.jspecify.annotations.NullMarked;
