/** The Secure physical FF-A instance. */
@NullMarked
package org.partita.instance.secure.physical;

import org.jspecify.annotations.NullMarked;
