/** What commands are typed and printed with: usage, arguments, numbers, tables, JSON. */
@NullMarked
package org.partita.admin.shell.text;

import org.jspecify.annotations.NullMarked;
