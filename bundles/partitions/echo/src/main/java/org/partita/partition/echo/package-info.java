/** The smallest partition: answers each direct request with what it says. */
@NullMarked
package org.partita.partition.echo;

import org.jspecify.annotations.NullMarked;
