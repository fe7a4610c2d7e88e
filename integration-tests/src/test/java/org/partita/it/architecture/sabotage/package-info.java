/** Breaks every rule, so that a test can show that the rules can fail. */
package org.partita.it.architecture.sabotage;
