/** How much memory objects of a running platform take. */
@NullMarked
package org.partita.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
