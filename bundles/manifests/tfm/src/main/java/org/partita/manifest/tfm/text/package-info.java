/** The text of manifests: YAML, and JSON with comments, to a tree of nodes with their lines. */
@NullMarked
package org.partita.manifest.tfm.text;

import org.jspecify.annotations.NullMarked;
