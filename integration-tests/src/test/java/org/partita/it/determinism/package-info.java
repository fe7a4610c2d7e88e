/** The deterministic mode: the same seed makes the same run. */
package org.partita.it.determinism;
