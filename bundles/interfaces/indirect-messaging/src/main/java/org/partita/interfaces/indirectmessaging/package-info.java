/** Indirect messages between VMs: what they carry goes through RX/TX buffers, and the primary scheduler runs the Receiver. */
@NullMarked
package org.partita.interfaces.indirectmessaging;

import org.jspecify.annotations.NullMarked;
