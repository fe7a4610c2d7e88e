/** An SP with a device that writes into its memory. */
@NullMarked
package org.partita.partition.driver;

import org.jspecify.annotations.NullMarked;
