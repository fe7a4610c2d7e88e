/**
 * The launcher: reads a platform folder, starts the framework with the platform's bundles and hands over to the console
 * inside. See docs/assemble.md for the platform folder and docs/commands.md for the command line.
 */
@NullMarked
package org.partita.runtime;

import org.jspecify.annotations.NullMarked;
