/** direct messaging interfaces. */
@NullMarked
package org.partita.interfaces.directmessaging;

import org.jspecify.annotations.NullMarked;
