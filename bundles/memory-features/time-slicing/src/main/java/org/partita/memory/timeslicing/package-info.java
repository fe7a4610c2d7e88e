/** Time slicing of memory management operations (FF-A 12.2.3). */
@NullMarked
package org.partita.memory.timeslicing;

import org.jspecify.annotations.NullMarked;
