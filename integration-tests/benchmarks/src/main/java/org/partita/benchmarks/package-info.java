/**
 * How long a call takes, beside what the same work takes when it is written by hand: the goals are ratios of the two in
 * one run.
 */
@NullMarked
package org.partita.benchmarks;

import org.jspecify.annotations.NullMarked;
