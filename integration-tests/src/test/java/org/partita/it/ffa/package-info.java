/** FF-A at the boundary where a partition sees it. */
package org.partita.it.ffa;
