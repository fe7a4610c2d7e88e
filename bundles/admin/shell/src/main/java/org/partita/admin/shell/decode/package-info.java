/** FF-A calls as people read them: pure functions from registers to text. */
@NullMarked
package org.partita.admin.shell.decode;

import org.jspecify.annotations.NullMarked;
