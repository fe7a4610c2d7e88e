/** The SPM Dispatcher: where the two worlds meet. */
@NullMarked
package org.partita.manager.spmd;

import org.jspecify.annotations.NullMarked;
