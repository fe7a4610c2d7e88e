/**
 * Crypto: digests, MACs, authenticated encryption and signatures with keys that it keeps for its clients. The algorithms are the
 * JDK's; the protocol is our own, with the status codes of PSA Crypto.
 *
 * <p>Protocol: one stateless service. The type of the message is the operation. Input vector 0 is the request, little-endian: id
 * of the key (4 bytes), kind of key (4), and for operations 4 and 5 the nonce (12); what an operation does not use is 0. Sizes of
 * data are those of the vectors.
 *
 * <pre>
 * operation               uses        input vectors 1, 2              output vector 0
 * 1 HASH_COMPUTE                      message                         SHA-256 (32)
 * 2 MAC_COMPUTE           key         message                         HMAC-SHA-256 (32)
 * 3 MAC_VERIFY            key         message, MAC (32)
 * 4 AEAD_ENCRYPT          key, nonce  plaintext, additional data      AES-GCM: ciphertext, tag (16)
 * 5 AEAD_DECRYPT          key, nonce  ciphertext and tag, additional  plaintext
 *                                     data
 * 6 KEY_IMPORT            kind        key                             id of the key (4)
 * 7 KEY_GENERATE          kind                                        id of the key (4)
 * 8 KEY_EXPORT_PUBLIC     key                                         04, x (32), y (32)
 * 9 SIGN_HASH             key         SHA-256 of a message (32)       ECDSA: r (32), s (32), big-endian
 * 10 VERIFY_HASH          key         SHA-256 (32), r and s (64)
 * 11 KEY_DESTROY          key
 * 12 RANDOM                                                           as many random bytes as it has room for
 * 13 KEY_DESTROY_ALL      all of the client, if it has any
 *
 * kind    1 AES: 16 or 32 bytes; 32 if it is generated   2 HMAC: 1 to 64 bytes; import only
 *         3 EC_P256: generate only
 *
 * PSA_ERROR_PROGRAMMER_ERROR      the request has another size
 * PSA_ERROR_NOT_SUPPORTED         another operation, another kind, a kind that can't be had in this way
 * PSA_ERROR_INVALID_ARGUMENT      a size that the algorithm does not have; a key of another kind; not 0 what has to be
 * PSA_ERROR_INVALID_HANDLE        the client has no key of this id
 * PSA_ERROR_INVALID_SIGNATURE     MAC, tag or signature is not that of the data
 * PSA_ERROR_BUFFER_TOO_SMALL      the result does not fit into the output vector; nothing is written, no key is made
 * PSA_ERROR_INSUFFICIENT_MEMORY   the input vectors have more than 8192 bytes together, RANDOM more than 8192; no place for a key
 * </pre>
 *
 * <p>A key belongs to the client id that has made it: for others there is none. Keys lie in the partition's own memory, in its
 * second half ({@code stack_size} and {@code heap_size} in its manifest say how many there can be), and end with the partition.
 * That no nonce is used twice with a key is the client's care.
 *
 * <p>Keys, random bytes and signatures differ from run to run, also of a deterministic platform; their sizes don't.
 */
@NullMarked
package org.partita.partition.crypto;

import org.jspecify.annotations.NullMarked;
