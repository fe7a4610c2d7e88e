/** VMs that send each other indirect messages. */
@NullMarked
package org.partita.partition.messenger;

import org.jspecify.annotations.NullMarked;
