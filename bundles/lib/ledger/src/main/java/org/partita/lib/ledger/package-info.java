/** The book of memory: owners, grants, and what they mean for translation regimes (FF-A 5.4). */
@NullMarked
package org.partita.lib.ledger;

import org.jspecify.annotations.NullMarked;
