/** shell commands. */
@NullMarked
package org.partita.admin.shell;

import org.jspecify.annotations.NullMarked;
