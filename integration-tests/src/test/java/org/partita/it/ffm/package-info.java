/** FF-M in a running framework. */
package org.partita.it.ffm;
