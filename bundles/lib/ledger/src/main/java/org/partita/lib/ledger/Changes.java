package org.partita.lib.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.descriptor.TransactionType;
import org.partita.api.memory.Borrower;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Mapping;

/** The changes that transactions go through; the ledger has checked that they may begin. */
final class Changes {
    private final Ledger ledger;
    private final Departures departures;
    private final Host host;

    Changes(Ledger ledger, Departures departures, Host host) {
        this.ledger = ledger;
        this.departures = departures;
        this.host = host;
    }

    /** The Sender loses the region, or has to share it. */
    Change offer(Entry e, DataAccess own) {
        Grant offer = e.grant;
        Change change = new Change(ledger, e, Change.WHOLE) {
            @Override
            Grant committed() {
                return entry.grant;
            }

            @Override
            void undone() {
                ledger.gone(entry);
            }
        };
        Stage stage = host.stage(offer.sender());
        boolean shared = offer.type() == TransactionType.SHARE;
        if (!shared || own != DataAccess.NOT_SPECIFIED) {
            Remap remap = shared ? Remap.limit(stage, e.sorted, own) : Remap.unmap(stage, e.sorted);
            e.had = remap.removed();
            change.add(remap);
        }
        return change;
    }

    /** An offer gets its Handle, zeroed before if the Sender asked for that; if that fails it is taken back. */
    Change accept(Entry e, long handle) {
        Change change = new Change(ledger, e, Change.WHOLE) {
            @Override
            Grant committed() {
                return ledger.accepted(entry, handle);
            }

            @Override
            void undone() {
                ledger.withdraw(entry.grant);
            }
        };
        if (e.grant.zeroed()) {
            change.add(new Zeroing(host, e.sorted, e.grant.secure()));
        }
        return change;
    }

    /** A Receiver gets access, or ownership. */
    Change retrieve(Entry e, Borrower b, Borrower.View as, boolean zeroAfter) {
        int receiver = b.id();
        boolean donated = e.grant.type() == TransactionType.DONATE;
        boolean fresh = b.retrieved() == 0;
        List<Mapping> mappings = Views.mappings(e.grant, as);
        Change change = new Change(ledger, e, donated ? Change.WHOLE : receiver) {
            @Override
            Grant committed() {
                Grant now = entry.grant;
                Borrower was = known(now, receiver);
                Grant next = now.with(was, was.retrievedAs(as));
                entry.grant = zeroAfter ? next.zeroedAfter() : next;
                if (donated) {
                    ledger.donated(entry, receiver);
                }
                return entry.grant;
            }

            @Override
            void undone() {
                departures.endIfOrphan(entry);
            }

            @Override
            boolean retrieves() {
                return true;
            }

            @Override
            List<Mapping> reserved(int endpoint) {
                return fresh && endpoint == receiver ? mappings : List.of();
            }
        };
        if (fresh || !as.equals(b.mapped())) {
            // else: once more as before
            change.add(new Access(host.stage(receiver), e.sorted, fresh, mappings));
        }
        return change;
    }

    /** Borrowers have no access any more, as soon as each has relinquished as often as it retrieved. */
    Change relinquish(Entry e, List<Integer> borrowers, boolean zero) {
        Change change = new Change(ledger, e, borrowers.toArray(Integer[]::new)) {
            private boolean zeroing;

            @Override
            void lastDone(int index) {
                Grant next = after();
                // in slices only if nobody can get access in between
                if (!zeroing && next.unused() && next.zeroAfter() && !entry.retrieving()) {
                    zeroing = true;
                    whole();
                    add(new Zeroing(host, entry.sorted, next.secure()));
                }
            }

            private Grant after() {
                Grant next = zero ? entry.grant.zeroedAfter() : entry.grant;
                for (int id : borrowers) {
                    Borrower b = known(next, id);
                    next = next.with(b, b.relinquished());
                }
                return next;
            }

            @Override
            void wantsZeroes() {
                entry.grant = zero ? entry.grant.zeroedAfter() : entry.grant;
            }

            @Override
            Grant committed() {
                entry.grant = after();
                if (zeroing) {
                    departures.endIfOrphan(entry);
                } else {
                    // the last one only now, if others have left meanwhile
                    departures.lastOneLeft(entry);
                }
                return entry.grant;
            }
        };
        for (int id : borrowers) {
            // nothing to unmap, but a place to go on from, if it has the region once more
            boolean last = known(e.grant, id).retrieved() == 1;
            change.add(Remap.unmap(last ? host.stage(id) : null, e.sorted));
        }
        return change;
    }

    /** The Owner has what it had. */
    Change reclaim(Entry e, boolean zero) {
        Change change = new Change(ledger, e, Change.WHOLE) {
            @Override
            Grant committed() {
                ledger.gone(entry);
                return entry.grant;
            }
        };
        Stage stage = host.stage(e.grant.sender());
        if (zero) {
            // while nobody has it mapped: not its Sender, who may share it
            Remap shared = Remap.unmap(stage, e.sorted);
            change.add(shared);
            change.add(new Zeroing(host, e.sorted, e.grant.secure()));
            change.add(new Access(stage, e.sorted, true, e.had.isEmpty() ? shared.removed() : e.had));
        } else if (!e.had.isEmpty()) {
            change.add(new Access(stage, e.sorted, false, e.had));
        }
        return change;
    }

    private static Borrower known(Grant grant, int id) {
        @Nullable Borrower b = grant.borrower(id);
        if (b == null) {
            throw new IllegalStateException(id + " is no Borrower of " + grant);
        }
        return b;
    }
}
