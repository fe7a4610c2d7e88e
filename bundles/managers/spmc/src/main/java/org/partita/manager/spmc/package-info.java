/** The SPM Core: manager of the Secure world's partitions. */
@NullMarked
package org.partita.manager.spmc;

import org.jspecify.annotations.NullMarked;
