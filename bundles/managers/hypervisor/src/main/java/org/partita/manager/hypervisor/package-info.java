/** The Hypervisor: manager of the Normal world's VMs. */
@NullMarked
package org.partita.manager.hypervisor;

import org.jspecify.annotations.NullMarked;
