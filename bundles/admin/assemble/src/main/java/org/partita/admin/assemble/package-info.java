/**
 * Puts platforms together: requirements in plain words, closed by the OSGi resolver over the bundle repository. Runs
 * outside a framework, from {@code launch/partita assemble}; see docs/assemble.md.
 */
@NullMarked
package org.partita.admin.assemble;

import org.jspecify.annotations.NullMarked;
