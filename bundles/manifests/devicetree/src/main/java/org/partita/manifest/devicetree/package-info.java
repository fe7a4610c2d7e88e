/** manifests in devicetree form. */
@NullMarked
package org.partita.manifest.devicetree;

import org.jspecify.annotations.NullMarked;
