/** client VM. */
@NullMarked
package org.partita.partition.client;

import org.jspecify.annotations.NullMarked;
