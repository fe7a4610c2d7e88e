/**
 * Initial Attestation: tokens that say of a client where it runs, signed with a key that is in the crypto partition only.
 *
 * <p>Protocol: that of TF-M's attestation service, and a request of our own for the public key; one stateless service. The type
 * of the message is the request; sizes have 4 bytes, little-endian.
 *
 * <pre>
 * type                  input vector 0                        output vector 0
 * 1001 GET_TOKEN        challenge of 32, 48 or 64 bytes       the token
 * 1002 GET_TOKEN_SIZE   size of a challenge (4)               bytes of a token for such a challenge (4)
 * 1003 GET_PUBLIC_KEY                                         04, x (32), y (32): the key that signs
 *
 * PSA_ERROR_NOT_SUPPORTED      another type
 * PSA_ERROR_INVALID_ARGUMENT   a challenge of another size; a vector of another size
 * PSA_ERROR_BUFFER_TOO_SMALL   token or key does not fit into the output vector; nothing is written
 * others                       what the crypto partition answers, for example that it has no place for the key
 * </pre>
 *
 * <p>A token is a COSE_Sign1 (RFC 9052), tagged, of a map of claims; algorithm ES256. Both are in CBOR's deterministic encoding
 * (RFC 8949 4.2.1).
 *
 * <pre>
 * claim                       value
 * 10   nonce                  the challenge
 * 265  profile                tag:partita.org,2026:attestation
 * 2394 client id              of the client that asks: negative if it is Non-secure
 * 2395 security lifecycle     psa_rot_lifecycle_state
 * 2396 implementation id      32 bytes
 * </pre>
 *
 * <p>The numbers are those of RFC 9711 and RFC 9783; it is not the profile of RFC 9783, which has more claims. The key is made at
 * first use, and anew when the crypto partition has lost it; one that other code of the partition has left there is destroyed then.
 */
@NullMarked
package org.partita.partition.attestation;

import org.jspecify.annotations.NullMarked;
