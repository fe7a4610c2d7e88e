/** The SPM of FF-M. */
@NullMarked
package org.partita.manager.ffmspm;

import org.jspecify.annotations.NullMarked;
