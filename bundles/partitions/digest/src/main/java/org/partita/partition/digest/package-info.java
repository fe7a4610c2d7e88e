/**
 * A service that keeps keys and computes keyed digests with them.
 *
 * <p>Protocol: a direct request has the operation in x3 bits 7:0 and a key slot, 0 to 7, in x3 bits 15:8; the payload
 * is x4 to x7 as little-endian bytes, 32 of them in a 64-bit call and 16 (w4 to w7) in a 32-bit call. The response has
 * a service status in x3.
 *
 * <pre>
 * operation    payload          response, if the status is OK
 * 1 SET_KEY    the key          0
 * 2 DIGEST     the message      HMAC-SHA-256 of the message, its first 16 bytes in a 32-bit call
 *
 * status       0 OK   1 UNKNOWN_OPERATION   2 NO_SUCH_SLOT   3 NO_KEY
 * </pre>
 *
 * <p>Slots are the same for all senders. A key set by a 32-bit call has 16 bytes, and may be used by 64-bit calls.
 */
@NullMarked
package org.partita.partition.digest;

import org.jspecify.annotations.NullMarked;
