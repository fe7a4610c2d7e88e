/** A devicetree in memory, with the places where its parts stand; the same for source and blob. */
@NullMarked
package org.partita.manifest.devicetree.tree;

import org.jspecify.annotations.NullMarked;
