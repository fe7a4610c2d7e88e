/** Reads flattened devicetrees (.dtb), versions 16 and 17. */
@NullMarked
package org.partita.manifest.devicetree.blob;

import org.jspecify.annotations.NullMarked;
