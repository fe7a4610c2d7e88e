/** Providers that are wrong on purpose, and the checks that have to notice. */
package org.partita.it.sabotage;
