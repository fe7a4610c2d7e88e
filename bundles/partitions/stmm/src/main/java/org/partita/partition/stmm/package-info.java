/**
 * Standalone management mode partitions (FF-A 12.1.1): two SPs in S-EL0 that keep UEFI variables. One runs to completion and is also
 * invoked by an interrupt, one is preemptible. They share an MM service UUID and use nothing of each other's.
 *
 * <p>Direct requests, of 32 or 64 bits. The response has a status of the MM interface in x3.
 *
 * <pre>
 * x3              x4                      x5               response, if the status is 0
 * 1 BUFFER        Handle of the           0                x4: bytes of the buffer
 *                 communication buffer
 * 2 COMMUNICATE   offset of the message   its bytes, the   0; the answer stands in the place of the message
 *                 in the buffer           answer's too
 * 3 RELEASE       0                       0                0
 *
 * status    0 SUCCESS   -1 NOT_SUPPORTED   -2 INVALID_PARAMETERS   -3 DENIED
 * </pre>
 *
 * <p>The communication buffer is memory that the MM communication driver shares with the SP by FFA_MEM_SHARE, 1 to 16 pages in one
 * range in which the SP may write. It is that sender's until RELEASE; requests of others are DENIED.
 *
 * <p>A message is little-endian. It begins with EFI_MM_COMMUNICATE_HEADER: a GUID, ed32d533-99e6-4209-9cc0-2d72cdd998a7, and the length
 * of what follows: function, ReturnStatus (an EFI_STATUS, 0 in a request), and the parameters of the function. The functions are 1
 * GetVariable, 2 GetNextVariableName, 3 SetVariable and 4 QueryVariableInfo of UEFI, with the parameters of EDK II. A message that is
 * not understood changes nothing: one of another GUID is NOT_SUPPORTED, one whose lengths don't fit is INVALID_PARAMETERS, any
 * other is SUCCESS and has an error in ReturnStatus.
 */
@NullMarked
package org.partita.partition.stmm;

import org.jspecify.annotations.NullMarked;
