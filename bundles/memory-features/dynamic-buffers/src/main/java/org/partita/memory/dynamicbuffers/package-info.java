/** Transaction descriptors in dynamically allocated buffers (FF-A 12.2.1). */
@NullMarked
package org.partita.memory.dynamicbuffers;

import org.jspecify.annotations.NullMarked;
