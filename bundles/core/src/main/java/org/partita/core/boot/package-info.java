/** From configuration and manifests to running partitions. */
@NullMarked
package org.partita.core.boot;

import org.jspecify.annotations.NullMarked;
