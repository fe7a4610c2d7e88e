/** manager hypervisor. */
@NullMarked
package org.partita.manager.hypervisor;

import org.jspecify.annotations.NullMarked;
