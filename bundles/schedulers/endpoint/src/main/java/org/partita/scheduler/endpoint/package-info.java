/** The primary scheduler in a partition: a VM, or the OS kernel. */
@NullMarked
package org.partita.scheduler.endpoint;

import org.jspecify.annotations.NullMarked;
