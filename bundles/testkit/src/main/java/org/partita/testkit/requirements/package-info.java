/** Which requirements the tests show: recorded while they run, reported after the build. */
@NullMarked
package org.partita.testkit.requirements;

import org.jspecify.annotations.NullMarked;
