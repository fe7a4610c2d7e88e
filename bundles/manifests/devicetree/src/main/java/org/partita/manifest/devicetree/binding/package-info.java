/** What the properties of a manifest mean: from a devicetree to the manifests of FF-A chapter 3. */
@NullMarked
package org.partita.manifest.devicetree.binding;

import org.jspecify.annotations.NullMarked;
