/** Setup and discovery: versions, features, IDs, RX/TX buffers and partitions. */
@NullMarked
package org.partita.interfaces.setup;

import org.jspecify.annotations.NullMarked;
