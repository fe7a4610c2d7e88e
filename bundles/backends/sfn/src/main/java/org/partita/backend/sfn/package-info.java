/** The SFN backend. */
@NullMarked
package org.partita.backend.sfn;

import org.jspecify.annotations.NullMarked;
