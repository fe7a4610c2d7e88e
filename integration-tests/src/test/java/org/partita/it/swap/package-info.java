/** Providers are exchanged while partitions keep talking. */
package org.partita.it.swap;
