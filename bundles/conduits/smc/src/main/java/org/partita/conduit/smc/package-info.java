/** The conduit SMC. */
@NullMarked
package org.partita.conduit.smc;

import org.jspecify.annotations.NullMarked;
