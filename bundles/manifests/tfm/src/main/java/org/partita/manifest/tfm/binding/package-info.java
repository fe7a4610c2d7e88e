/** What manifests mean: from trees to the partitions of a platform, and the rules between them. */
@NullMarked
package org.partita.manifest.tfm.binding;

import org.jspecify.annotations.NullMarked;
