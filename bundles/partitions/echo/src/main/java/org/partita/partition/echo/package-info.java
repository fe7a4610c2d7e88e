/** echo SP. */
@NullMarked
package org.partita.partition.echo;

import org.jspecify.annotations.NullMarked;
