/** keyed-digest service SP. */
@NullMarked
package org.partita.partition.digest;

import org.jspecify.annotations.NullMarked;
