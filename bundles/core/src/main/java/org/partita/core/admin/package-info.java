/** What core tells administrators. */
@NullMarked
package org.partita.core.admin;

import org.jspecify.annotations.NullMarked;
