/** setup and discovery interfaces. */
@NullMarked
package org.partita.interfaces.setup;

import org.jspecify.annotations.NullMarked;
