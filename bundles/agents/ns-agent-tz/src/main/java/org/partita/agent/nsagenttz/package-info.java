/** The agent of Non-secure clients behind TrustZone. */
@NullMarked
package org.partita.agent.nsagenttz;

import org.jspecify.annotations.NullMarked;
