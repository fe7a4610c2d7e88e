/** Protocol state that outlives providers. */
@NullMarked
package org.partita.core.state;

import org.jspecify.annotations.NullMarked;
