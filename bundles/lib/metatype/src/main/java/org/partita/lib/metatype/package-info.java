/** What bundles say about the configuration of their components (OSGi Metatype Service Specification, chapter 105). */
@NullMarked
package org.partita.lib.metatype;

import org.jspecify.annotations.NullMarked;
