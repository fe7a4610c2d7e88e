/** Direct messages by hand: the same checks on the same data without plug-in seams. */
@NullMarked
package org.partita.benchmarks.prototype;

import org.jspecify.annotations.NullMarked;
