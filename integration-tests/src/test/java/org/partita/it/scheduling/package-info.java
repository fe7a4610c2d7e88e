/** Who gets CPU cycles: indirect messages, FFA_RUN, FFA_YIELD, and the primary scheduler (FF-A 4.3, 9, 10.1, 10.4). */
@NullMarked
package org.partita.it.scheduling;

import org.jspecify.annotations.NullMarked;
