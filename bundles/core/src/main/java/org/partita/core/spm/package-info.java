/** Protocol state of the FF-M SPM: partitions, services, connections. */
@NullMarked
package org.partita.core.spm;

import org.jspecify.annotations.NullMarked;
