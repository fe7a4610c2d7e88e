/** Shell commands: one class a scope, each over the {@code Platform} service, with help and completion. */
@NullMarked
package org.partita.admin.shell;

import org.jspecify.annotations.NullMarked;
