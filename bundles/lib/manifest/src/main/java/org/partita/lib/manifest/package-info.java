/**
 * Rules across the manifests of a platform, the order of boot and the assignment of IDs: pure functions over manifests,
 * whatever format they were read from.
 */
@NullMarked
package org.partita.lib.manifest;

import org.jspecify.annotations.NullMarked;
