/** The IPC backend. */
@NullMarked
package org.partita.backend.ipc;

import org.jspecify.annotations.NullMarked;
