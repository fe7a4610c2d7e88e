/** Reads devicetree source (.dts) as dtc does, without its preprocessor. */
@NullMarked
package org.partita.manifest.devicetree.source;

import org.jspecify.annotations.NullMarked;
