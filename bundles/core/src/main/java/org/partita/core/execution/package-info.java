/** Execution contexts, PEs, the trampoline and time: the only package that touches threads and clocks. */
@NullMarked
package org.partita.core.execution;

import org.jspecify.annotations.NullMarked;
