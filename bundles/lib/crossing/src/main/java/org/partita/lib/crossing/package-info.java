/**
 * What may meet and what may cross at an exception level boundary, as tables of the specification: pairs of exception
 * levels (FF-A 2.2, 2.3), conduits (2.4, 2.5) and the 'instances and conduits' table of every function (chapters 7 to
 * 12). No state.
 */
@NullMarked
package org.partita.lib.crossing;

import org.jspecify.annotations.NullMarked;
