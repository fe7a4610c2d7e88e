/** What interface providers do alike, whichever manager they answer at. */
@NullMarked
package org.partita.lib.relayer;

import org.jspecify.annotations.NullMarked;
