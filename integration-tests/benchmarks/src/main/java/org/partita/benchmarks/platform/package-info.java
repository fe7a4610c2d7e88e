/** The platform that is measured: a framework in this process, with partitions of the benchmarks' own. */
@NullMarked
package org.partita.benchmarks.platform;

import org.jspecify.annotations.NullMarked;
