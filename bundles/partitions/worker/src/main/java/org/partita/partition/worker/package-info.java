/** SPs with long requests: one is preempted by interrupts for others, one makes managed exits. */
@NullMarked
package org.partita.partition.worker;

import org.jspecify.annotations.NullMarked;
