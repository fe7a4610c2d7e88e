/** The Secure virtual FF-A instance. */
@NullMarked
package org.partita.instance.secure.virtual;

import org.jspecify.annotations.NullMarked;
