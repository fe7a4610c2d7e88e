/** From samples to a table: medians, intervals, ratios, and what they were to be. */
@NullMarked
package org.partita.benchmarks.report;

import org.jspecify.annotations.NullMarked;
