/**
 * Internal Trusted Storage: keeps assets of its clients, each of them under a UID of 64 bits.
 *
 * <p>Protocol: that of TF-M's ITS, one stateless service. The type of the message is the request; numbers are little-endian,
 * sizes in bytes.
 *
 * <pre>
 * type            input vectors                              output vectors
 * 1001 SET        0: UID (8), 1: the asset, 2: flags (4)
 * 1002 GET        0: UID (8), 1: offset (4)                  0: the asset from the offset on, as far as there is room
 * 1003 GET_INFO   0: UID (8)                                 0: capacity (4), size (4), flags (4)
 * 1004 REMOVE     0: UID (8)
 *
 * flags           1 WRITE_ONCE: it can't be set again or removed   2 NO_CONFIDENTIALITY   4 NO_REPLAY_PROTECTION
 *
 * PSA_ERROR_PROGRAMMER_ERROR      a vector has another size
 * PSA_ERROR_NOT_SUPPORTED         another type, another flag
 * PSA_ERROR_INVALID_ARGUMENT      UID 0; an offset behind the end of the asset
 * PSA_ERROR_DOES_NOT_EXIST        the client has no asset of this UID
 * PSA_ERROR_NOT_PERMITTED         the asset was set with WRITE_ONCE
 * PSA_ERROR_INSUFFICIENT_STORAGE  more than 512 bytes; all places are taken
 * PSA_ERROR_STORAGE_FAILURE       the file can't be written; nothing has changed
 * </pre>
 *
 * <p>An asset belongs to the client id that has set it: others neither see nor change it, and have UIDs of their own.
 *
 * <p>The assets lie in the partition's own memory, in its second half: {@code stack_size} and {@code heap_size} in its manifest
 * say how many there can be. With {@code file} in the configuration {@code org.partita.partition.storage} they outlive the
 * platform; without it they end with the partition.
 */
@NullMarked
package org.partita.partition.storage;

import org.jspecify.annotations.NullMarked;
