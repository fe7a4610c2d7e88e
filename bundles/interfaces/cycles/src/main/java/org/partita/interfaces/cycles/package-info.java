/** CPU cycle management interfaces. */
@NullMarked
package org.partita.interfaces.cycles;

import org.jspecify.annotations.NullMarked;
