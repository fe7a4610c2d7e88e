package org.partita.interfaces.psaservice;

import org.partita.api.ffm.PsaCall;

/** Memory that the caller names as its own: within its protection boundary, and within 32-bit addresses. Of no bytes all is. */
final class OwnMemory {
    private static final long END = 1L << 32;

    private OwnMemory() {}

    static boolean readable(PsaCall call, long address, long length) {
        return length == 0 || (address + length <= END && call.mayRead(address, length, false));
    }

    static boolean writable(PsaCall call, long address, long length) {
        return length == 0 || (address + length <= END && call.mayWrite(address, length, false));
    }
}
