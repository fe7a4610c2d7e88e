/** core. */
@NullMarked
package org.partita.core;

import org.jspecify.annotations.NullMarked;
