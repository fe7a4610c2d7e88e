/** Two VMs that use the sample services, or wait for somebody to make calls in their contexts. */
@NullMarked
package org.partita.partition.client;

import org.jspecify.annotations.NullMarked;
