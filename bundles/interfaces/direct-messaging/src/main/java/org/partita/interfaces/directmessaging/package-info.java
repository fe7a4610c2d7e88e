/** Direct messages between endpoints: requests, responses, and what becomes of a request whose receiver aborts. */
@NullMarked
package org.partita.interfaces.directmessaging;

import org.jspecify.annotations.NullMarked;
