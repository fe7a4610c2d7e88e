/** The primary scheduler in the Hypervisor: round-robin with priorities. */
@NullMarked
package org.partita.scheduler.roundrobin;

import org.jspecify.annotations.NullMarked;
