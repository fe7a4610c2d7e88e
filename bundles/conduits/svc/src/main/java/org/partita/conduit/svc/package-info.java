/** The conduit SVC. */
@NullMarked
package org.partita.conduit.svc;

import org.jspecify.annotations.NullMarked;
