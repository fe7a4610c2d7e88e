/** What each command shows, as text and as one JSON document with fixed keys. */
@NullMarked
package org.partita.admin.shell.view;

import org.jspecify.annotations.NullMarked;
