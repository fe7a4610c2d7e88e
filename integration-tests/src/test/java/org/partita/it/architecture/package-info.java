/** The rules of the house that the compiler does not know, checked over the built bundles. */
package org.partita.it.architecture;
