/**
 * Platform services: non-volatile counters, and two interrupts of which it keeps statistics.
 *
 * <p>Protocol: that of TF-M's platform service, with status codes of the PSA API, and requests of our own behind IOCTL; one stateless
 * service. The type of the message is the request; numbers have 4 bytes, little-endian.
 *
 * <pre>
 * type                input vector 0       output vector 0
 * 1010 NV_READ        number of a counter  its value
 * 1011 NV_INCREMENT   number of a counter
 * 1012 SYSTEM_RESET
 * 1013 IOCTL          1 STATISTICS         ticks, periods, warnings, signal of the interrupt that was handled last (16)
 * 1013 IOCTL          2 AWAIT_INTERRUPT    the same, when the next signal of an interrupt has been handled (16)
 *
 * PSA_ERROR_INVALID_ARGUMENT   a vector has another size
 * PSA_ERROR_DOES_NOT_EXIST     there is no such counter
 * PSA_ERROR_NOT_PERMITTED      the counter can't become larger
 * PSA_ERROR_NOT_SUPPORTED      SYSTEM_RESET: nothing that a partition reaches resets the platform; another type; another request
 * </pre>
 *
 * <p>Counters 0 to 2 of Non-secure clients and counters 0 to 2 of Secure ones are others: neither see those of the others. (TF-M has
 * the Secure ones for its protected storage only.) They begin at 0 when the partition is initialized, for its memory is all that is
 * behind them.
 *
 * <p>Interrupts, in the order of the manifest: WATCHDOG is handled at second level. The partition's thread counts a warning, and
 * psa_eoi lets the next one come. TICKER is handled at first level, by a function that counts a tick whoever runs, and asserts the
 * signal at each fourth, with which a period ends: the thread counts it. What comes while its signal is asserted is counted by
 * nobody but the first-level function.
 *
 * <p>There are two forms. The SFN partition has no thread of its own: it looks for interrupts when it is called, and AWAIT_INTERRUPT
 * waits in the service, which others can't call meanwhile. The IPC partition handles interrupts as they come, and defers the answer
 * to AWAIT_INTERRUPT.
 *
 * <p>Counters and statistics lie in the partition's own memory, in its second half.
 */
@NullMarked
package org.partita.partition.platform;

import org.jspecify.annotations.NullMarked;
