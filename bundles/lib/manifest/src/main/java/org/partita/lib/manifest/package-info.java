/** rules across manifests. */
@NullMarked
package org.partita.lib.manifest;

import org.jspecify.annotations.NullMarked;
