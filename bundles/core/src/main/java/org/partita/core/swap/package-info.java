/** Swap control: one writer at a time turns service events into snapshots. */
@NullMarked
package org.partita.core.swap;

import org.jspecify.annotations.NullMarked;
