/** The API of Secure Partitions: signals, messages and their vectors, interrupts. */
@NullMarked
package org.partita.interfaces.psaservice;

import org.jspecify.annotations.NullMarked;
