/** CPU cycles of endpoints: waiting for messages, and status functions that endpoints invoke. */
@NullMarked
package org.partita.interfaces.cycles;

import org.jspecify.annotations.NullMarked;
