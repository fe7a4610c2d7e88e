package org.partita.benchmarks.prototype;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;

/**
 * Share, lend, retrieve, relinquish and reclaim by hand: by the SPMC for SPs, through Hypervisor, SPMD and SPMC for VMs. A
 * word for each physical page says who owns it and in which transaction it is, a page-table entry for each page what an
 * endpoint may do. Nothing is zeroed, and a region is retrieved at its physical address or not at all.
 */
public final class MemoryRelay {
    private static final int READ_WRITE = 2;
    private static final int TRANSACTION_SHIFT = 16;
    private static final int BUFFER = 0xFFFF;
    private static final int OFFERED = 0xFFFE;
    private static final int MOST_TRANSACTIONS = 0xFFFD;
    private static final int PERMITTED_FLAGS = 0x3FF;

    private final Guard guard;
    private final @Nullable Tenant[] tenants = new Tenant[0x10000];
    private final Tenant hypervisor;
    private final Parsed own;
    private final Parsed forwarded;

    /** By physical page number: ID of the owner, and above it the number of the transaction, 0 if it is in none. */
    private final int[] pages;

    private final @Nullable Transaction[] transactions = new Transaction[MOST_TRANSACTIONS + 1];
    private int lastTransaction;

    private long[] physical = new long[8];
    private int[] physicalPages = new int[8];
    private int ranges;
    private boolean writes;
    private int attributes;

    /**
     * @param pages count of physical pages
     * @param buffer bytes of a buffer
     * @param all the endpoints; what they have mapped now is theirs
     */
    public MemoryRelay(int pages, int buffer, Tenant... all) {
        this.pages = new int[pages];
        hypervisor = new Tenant(0, 0, buffer);
        own = new Parsed(buffer);
        forwarded = new Parsed(buffer);
        for (Tenant t : all) {
            tenants[t.id] = t;
            for (long entry : t.entries) {
                if (entry != 0) {
                    this.pages[Tenant.page(Tenant.address(entry))] = t.id;
                }
            }
            // shared with the SPMC or Hypervisor: nobody has exclusive access
            int tx = Tenant.page(t.txAddress());
            Arrays.fill(this.pages, tx, tx + Tenant.page(t.tx.byteSize()), t.id | BUFFER << TRANSACTION_SHIFT);
        }
        guard = new Guard(new Tables(1));
        guard.publish(new Tables(2));
    }

    /** Makes the call that is in the registers of {@code from}. */
    public void call(Tenant from) {
        Tables t = guard.pin();
        Registers r = from.registers;
        FfaInstance at = from.secure ? FfaInstance.SECURE_VIRTUAL : FfaInstance.NONSECURE_VIRTUAL;
        if (from.above) {
            refuse(r, Status.DENIED);
        } else if (admitted(t, r, at, Conduit.SMC)) {
            from.above = true;
            answer(t, from, r);
            admitted(t, r, at, Conduit.ERET);
            from.above = false;
        }
        guard.unpin();
    }

    private void answer(Tables t, Tenant from, Registers r) {
        FunctionId function = FunctionId.of(r.function());
        if (function == null) {
            refuse(r, Status.NOT_SUPPORTED);
            return;
        }
        switch (function) {
            case FFA_MEM_SHARE -> send(t, from, r, false);
            case FFA_MEM_LEND -> send(t, from, r, true);
            case FFA_MEM_RETRIEVE_REQ -> retrieve(from, r);
            case FFA_MEM_RELINQUISH -> relinquish(from, r);
            case FFA_MEM_RECLAIM -> reclaim(t, from, r);
            case FFA_RX_RELEASE -> {
                if (from.rxTaken.compareAndSet(true, false)) {
                    succeed(r, 0);
                } else {
                    refuse(r, Status.DENIED);
                }
            }
            default -> refuse(r, Status.NOT_SUPPORTED);
        }
    }

    // ---- the Sender's side

    private boolean send(Tables t, Tenant from, Registers r, boolean lend) {
        Parsed p = own;
        if (!descriptor(from, r, p)) {
            return false;
        }
        if (p.sender != from.id) {
            return refuse(r, Status.DENIED);
        }
        if (!described(p, r, from, lend) || !translated(from, r, p) || !permitted(r, p, lend)) {
            return false;
        }
        if (from.secure) {
            return accept(from, r, new Transaction(lend, p, attributes, writes, physical, physicalPages, ranges));
        }
        return forward(t, from, r, p, lend);
    }

    /** Takes the descriptor out of TX. */
    private static boolean descriptor(Tenant from, Registers r, Parsed p) {
        long total = Integer.toUnsignedLong(r.w(1));
        boolean registers = (r.w(3) | r.w(4) | r.w(5) | r.w(6) | r.w(7)) == 0;
        if (!registers || total > from.tx.byteSize() || r.w(2) != r.w(1)) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        if (!from.txTaken.compareAndSet(false, true)) {
            return refuse(r, Status.BUSY);
        }
        boolean decoded = p.read(from.tx, total);
        from.txTaken.set(false);
        return decoded || refuse(r, Status.INVALID_PARAMETERS);
    }

    private boolean described(Parsed p, Registers r, Tenant from, boolean lend) {
        if (p.count == 0 || p.ranges == 0 || p.handle != 0 || !p.distinct() || !p.disjoint()) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        for (int i = 0; i < p.count; i++) {
            Tenant to = tenants[p.endpoint[i]];
            if (to == null || to == from || p.nonRetrieval[i] || p.data[i] == 0 || p.instruction[i] != 0) {
                return refuse(r, Status.INVALID_PARAMETERS);
            }
            if (from.secure && !to.secure) {
                return refuse(r, Status.DENIED);
            }
        }
        // no zeroing, no time slices
        boolean attributes = !lend || p.count > 1 || p.attributes == 0;
        return (p.flags == 0 && attributes) || refuse(r, Status.INVALID_PARAMETERS);
    }

    /** Whether all pages are mapped for the Sender, its own and in no transaction; and the physical ranges. */
    private boolean translated(Tenant from, Registers r, Parsed p) {
        ranges = 0;
        writes = true;
        attributes = MemoryAttributes.NORMAL_WRITE_BACK_OUTER_SHAREABLE.encode();
        long expected = Tenant.VALID | (from.secure ? Tenant.SECURE : 0);
        for (int i = 0; i < p.ranges; i++) {
            int first = Tenant.page(p.base[i]);
            for (int n = 0; n < p.pages[i]; n++) {
                long entry = first + n < from.entries.length ? from.entries[first + n] : 0;
                long at = Tenant.address(entry);
                if ((entry & (Tenant.VALID | Tenant.SECURE)) != expected || pages[Tenant.page(at)] != from.id) {
                    return refuse(r, Status.DENIED);
                }
                writes &= (entry & Tenant.WRITE) != 0;
                if (attributes != Tenant.attributes(entry)) {
                    attributes = less(attributes, Tenant.attributes(entry));
                }
                append(at, n > 0);
            }
        }
        return true;
    }

    private static int less(int a, int b) {
        return MemoryAttributes.decode(b).within(MemoryAttributes.decode(a)) ? b : a;
    }

    private void append(long at, boolean goesOn) {
        if (goesOn && physical[ranges - 1] + ((long) physicalPages[ranges - 1] << Tenant.PAGE_SHIFT) == at) {
            physicalPages[ranges - 1]++;
            return;
        }
        if (ranges == physical.length) {
            physical = Arrays.copyOf(physical, ranges * 2);
            physicalPages = Arrays.copyOf(physicalPages, ranges * 2);
        }
        physical[ranges] = at;
        physicalPages[ranges++] = 1;
    }

    private boolean permitted(Registers r, Parsed p, boolean lend) {
        for (int i = 0; i < p.count; i++) {
            if (p.data[i] == READ_WRITE && !writes) {
                return refuse(r, Status.DENIED);
            }
        }
        if (p.attributes != 0 && !lend) {
            if (!MemoryAttributes.decode(p.attributes).within(MemoryAttributes.decode(attributes))) {
                return refuse(r, Status.DENIED);
            }
            attributes = p.attributes;
        }
        return true;
    }

    private boolean accept(Tenant from, Registers r, Transaction x) {
        int number = lastTransaction;
        do {
            number = number == MOST_TRANSACTIONS ? 1 : number + 1;
            if (number == lastTransaction) {
                return refuse(r, Status.NO_MEMORY);
            }
        } while (transactions[number] != null);
        lastTransaction = number;
        x.handle = number;
        transactions[number] = x;
        take(from, x, number);
        return succeed(r, number);
    }

    /** Marks all pages; a Lender loses them. */
    private void take(Tenant from, Transaction x, int number) {
        int word = from.id | number << TRANSACTION_SHIFT;
        for (int i = 0; i < x.physical.length; i++) {
            int first = Tenant.page(x.physical[i]);
            for (int n = 0; n < x.physicalPages[i]; n++) {
                pages[first + n] = word;
            }
        }
        if (x.lend) {
            for (int i = 0; i < x.base.length; i++) {
                int first = Tenant.page(x.base[i]);
                for (int n = 0; n < x.pages[i]; n++) {
                    from.entries[first + n] &= ~Tenant.VALID;
                }
            }
        }
    }

    /** The Hypervisor marks the pages, describes them by physical addresses and sends that to the SPMC. */
    private boolean forward(Tables t, Tenant from, Registers r, Parsed p, boolean lend) {
        Transaction x = new Transaction(lend, p, attributes, writes, physical, physicalPages, ranges);
        take(from, x, OFFERED);
        int access = p.data[0] | p.instruction[0] << 2;
        if (!hypervisor.txTaken.compareAndSet(false, true)) {
            return refuse(r, Status.BUSY);
        }
        long length = p.write(hypervisor.tx, p.endpoint[0], access, p.flags, physical, physicalPages, ranges);
        FunctionId function = lend ? FunctionId.FFA_MEM_LEND : FunctionId.FFA_MEM_SHARE;
        r.set(function.id32(), length, length, 0, 0, 0, 0, 0);
        boolean accepted = length > 0 && throughSpmd(t, r) && acceptForVm(from, r, x);
        hypervisor.txTaken.set(false);
        if (!accepted) {
            giveBack(from, x);
            return refuse(r, Status.NO_MEMORY);
        }
        return backThroughSpmd(t, r);
    }

    /** The SPMC reads what the Hypervisor has sent. */
    private boolean acceptForVm(Tenant from, Registers r, Transaction x) {
        Parsed p = forwarded;
        if (!p.read(hypervisor.tx, Integer.toUnsignedLong(r.w(1))) || !described(p, r, from, x.lend)) {
            return false;
        }
        for (int i = 0; i < p.ranges; i++) {
            int first = Tenant.page(p.base[i]);
            for (int n = 0; n < p.pages[i]; n++) {
                if (pages[first + n] != (from.id | OFFERED << TRANSACTION_SHIFT)) {
                    return refuse(r, Status.DENIED);
                }
            }
        }
        return accept(from, r, x);
    }

    private boolean reclaim(Tables t, Tenant from, Registers r) {
        boolean registers = (r.w(3) | r.w(4) | r.w(5) | r.w(6) | r.w(7)) == 0;
        if (!registers || (!from.secure && !throughSpmd(t, r))) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        Transaction x = transaction(Integer.toUnsignedLong(r.w(1)) | (long) r.w(2) << Integer.SIZE);
        if (x == null || x.sender != from.id) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        for (int retrieved : x.retrieved) {
            if (retrieved > 0) {
                return refuse(r, Status.DENIED);
            }
        }
        transactions[(int) x.handle] = null;
        giveBack(from, x);
        succeed(r, 0);
        return from.secure || backThroughSpmd(t, r);
    }

    private void giveBack(Tenant to, Transaction x) {
        for (int i = 0; i < x.physical.length; i++) {
            int first = Tenant.page(x.physical[i]);
            for (int n = 0; n < x.physicalPages[i]; n++) {
                pages[first + n] = to.id;
            }
        }
        if (x.lend) {
            for (int i = 0; i < x.base.length; i++) {
                int first = Tenant.page(x.base[i]);
                for (int n = 0; n < x.pages[i]; n++) {
                    to.entries[first + n] |= Tenant.VALID;
                }
            }
        }
    }

    // ---- the Receivers' side

    private boolean retrieve(Tenant to, Registers r) {
        Parsed p = own;
        if (!descriptor(to, r, p)) {
            return false;
        }
        Transaction x = transaction(p.handle);
        if (x == null) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        if (p.sender != x.sender) {
            return refuse(r, Status.DENIED);
        }
        int b = x.borrower(to.id);
        boolean listed = b >= 0 && p.count == 1 && p.endpoint[0] == to.id && !p.nonRetrieval[0];
        boolean flags = (p.flags & ~PERMITTED_FLAGS) == 0 && (p.flags & 0b111) == 0;
        int type = p.flags >> 3 & 3;
        boolean typed = type == 0 || type == (x.lend ? 2 : 1);
        if (!listed || !flags || !typed || p.tag != x.tag || p.ranges > 0 || p.instruction[0] != 0) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        int data = p.data[0] == 0 ? x.allowed[b] : p.data[0];
        boolean within = p.attributes == 0
                || MemoryAttributes.decode(p.attributes).within(MemoryAttributes.decode(x.attributes));
        if (!within || data > x.allowed[b] || x.retrieved[b] > 0) {
            return refuse(r, Status.DENIED);
        }
        p.attributes = p.attributes == 0 ? x.attributes : p.attributes;
        return placed(to, r, x) && mapped(to, r, p, x, b, data);
    }

    private static boolean placed(Tenant to, Registers r, Transaction x) {
        for (int i = 0; i < x.physical.length; i++) {
            int first = Tenant.page(x.physical[i]);
            for (int n = 0; n < x.physicalPages[i]; n++) {
                if (to.entries[first + n] != 0) {
                    return refuse(r, Status.NO_MEMORY);
                }
            }
        }
        return true;
    }

    private static boolean mapped(Tenant to, Registers r, Parsed p, Transaction x, int b, int data) {
        if (!to.rxTaken.compareAndSet(false, true)) {
            return refuse(r, Status.BUSY);
        }
        int executeNever = 1 << 2;
        int flags = (x.lend ? 2 : 1) << 3;
        long length = p.write(to.rx, to.id, data | executeNever, flags, x.physical, x.physicalPages, x.physical.length);
        if (length < 0) {
            to.rxTaken.set(false);
            return refuse(r, Status.NO_MEMORY);
        }
        long bits = Tenant.VALID
                | (data == READ_WRITE ? Tenant.WRITE : 0)
                | (x.sender >= 0x8000 ? Tenant.SECURE : 0)
                | (long) p.attributes << Tenant.ATTRIBUTES_SHIFT;
        for (int i = 0; i < x.physical.length; i++) {
            int first = Tenant.page(x.physical[i]);
            for (int n = 0; n < x.physicalPages[i]; n++) {
                to.entries[first + n] = x.physical[i] + ((long) n << Tenant.PAGE_SHIFT) | bits;
            }
        }
        x.retrieved[b]++;
        r.set(FunctionId.FFA_MEM_RETRIEVE_RESP.id32(), length, length, 0, 0, 0, 0, 0);
        return true;
    }

    private boolean relinquish(Tenant from, Registers r) {
        Parsed p = own;
        if ((r.w(1) | r.w(2) | r.w(3) | r.w(4) | r.w(5) | r.w(6) | r.w(7)) != 0) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        if (!from.txTaken.compareAndSet(false, true)) {
            return refuse(r, Status.DENIED);
        }
        boolean decoded = p.readRelinquish(from.tx);
        from.txTaken.set(false);
        Transaction x = decoded ? transaction(p.handle) : null;
        int b = x == null ? -1 : x.borrower(from.id);
        if (x == null || b < 0 || p.endpoint[0] != from.id || p.flags != 0) {
            return refuse(r, Status.INVALID_PARAMETERS);
        }
        if (x.retrieved[b] == 0) {
            return refuse(r, Status.DENIED);
        }
        x.retrieved[b]--;
        for (int i = 0; i < x.physical.length; i++) {
            int first = Tenant.page(x.physical[i]);
            for (int n = 0; n < x.physicalPages[i]; n++) {
                from.entries[first + n] = 0;
            }
        }
        return succeed(r, 0);
    }

    // ---- crossings

    private @Nullable Transaction transaction(long handle) {
        return handle > 0 && handle <= MOST_TRANSACTIONS ? transactions[(int) handle] : null;
    }

    private static boolean throughSpmd(Tables t, Registers r) {
        return admitted(t, r, FfaInstance.NONSECURE_PHYSICAL, Conduit.SMC)
                && admitted(t, r, FfaInstance.SECURE_PHYSICAL, Conduit.ERET);
    }

    private static boolean backThroughSpmd(Tables t, Registers r) {
        return admitted(t, r, FfaInstance.SECURE_PHYSICAL, Conduit.SMC)
                && admitted(t, r, FfaInstance.NONSECURE_PHYSICAL, Conduit.ERET);
    }

    private static boolean admitted(Tables t, Registers r, FfaInstance at, Conduit by) {
        int w0 = r.function();
        int function = FunctionId.indexOf(w0);
        if (!FunctionId.is64(w0)) {
            r.truncate();
        }
        return function == FunctionId.FFA_ERROR.index()
                || (function >= 0 && t.admits(at, by, function))
                || refuse(r, Status.NOT_SUPPORTED);
    }

    private static boolean succeed(Registers r, long handle) {
        r.set(FunctionId.FFA_SUCCESS.id32(), 0, handle & 0xFFFFFFFFL, handle >>> Integer.SIZE, 0, 0, 0, 0);
        return true;
    }

    private static boolean refuse(Registers r, Status status) {
        r.set(FunctionId.FFA_ERROR.id32(), 0, Integer.toUnsignedLong(status.code()), 0, 0, 0, 0, 0);
        return false;
    }
}
