/** Reads partition manifests and manifest lists in the form of TF-M. */
@NullMarked
package org.partita.manifest.tfm;

import org.jspecify.annotations.NullMarked;
