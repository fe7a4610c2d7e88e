/** Platforms in containers, configured from their folders. */
package org.partita.it.platform;
