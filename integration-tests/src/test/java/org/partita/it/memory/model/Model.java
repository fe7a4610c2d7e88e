package org.partita.it.memory.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.it.memory.model.Parties.Party;

/** What the specification says about the pages that take part, as far as the calls have got. */
final class Model {
    static final int HYPERVISOR = 0;
    static final int SPM = 0x8000;
    static final int PAGE_SIZE = 4096;
    /** A device that takes part itself (FF-A 5.2.1). */
    static final int INDEPENDENT = 0xC001;
    /** A device for which its proxy endpoint retrieves and relinquishes. */
    static final int DEPENDENT = 0xC002;

    static final int PROXY = 0x8001;
    static final List<Integer> DEVICES = List.of(INDEPENDENT, DEPENDENT);

    private final Parties parties;
    private final List<Page> pages = new ArrayList<>();
    private final Map<Long, Transaction> transactions = new LinkedHashMap<>();
    private final List<Transaction> past = new ArrayList<>();
    private final Set<Integer> rxFull = new HashSet<>();
    private final List<Integer> live;
    /** Whether the independent device uses its memory, so that it relinquishes nothing. */
    boolean busy;

    /** How often a Receiver may retrieve a region without relinquishing it (FF-A 11.4.2). */
    int outstanding = 1;

    private long contents = 0x1000;

    /** So many pages, spread over the endpoints, with exclusive access for their Owners. */
    Model(Parties parties, int count) {
        this.parties = parties;
        live = new ArrayList<>(parties.ids());
        int n = parties.all().size();
        for (Party p : parties.all()) {
            int its = count / n + (p.number() < count % n ? 1 : 0);
            for (int i = 0; i < its; i++) {
                pages.add(new Page(parties, p.heap() + (long) i * PAGE_SIZE, p.id()));
            }
        }
        pages.sort((a, b) -> Long.compare(a.physical, b.physical));
    }

    static boolean secure(int endpoint) {
        return endpoint >= SPM;
    }

    Parties parties() {
        return parties;
    }

    /** All partitions, also those that have crashed. */
    List<Integer> endpoints() {
        return parties.ids();
    }

    /** All who can receive something. */
    List<Integer> receivers() {
        return with(parties.ids());
    }

    /** All whose view of memory can be tried. */
    List<Integer> reaching() {
        return with(live);
    }

    private static List<Integer> with(List<Integer> partitions) {
        List<Integer> all = new ArrayList<>(partitions);
        all.addAll(DEVICES);
        return all;
    }

    /** Who makes the calls of a Receiver. */
    static int agent(int id) {
        return id == DEPENDENT ? PROXY : id;
    }

    /** Whether the caller answers for the endpoint: itself, or a device of it. */
    static boolean answersFor(int caller, int id) {
        return agent(id) == caller;
    }

    /** Partitions that have not crashed, in order of ID. */
    List<Integer> live() {
        return live;
    }

    /** An endpoint makes no calls any more. */
    void gone(int endpoint) {
        live.removeIf(e -> e == endpoint);
        rxFull.remove(endpoint);
    }

    /** In order of physical address. */
    List<Page> pages() {
        return pages;
    }

    /** Those whose Handle is valid, by Handle. */
    Map<Long, Transaction> transactions() {
        return transactions;
    }

    /** Those whose Handle was freed. */
    List<Transaction> past() {
        return past;
    }

    /** Endpoints that own what is in their RX buffers. */
    Set<Integer> rxFull() {
        return rxFull;
    }

    void free(Transaction t) {
        transactions.remove(t.handle());
        past.add(t);
        t.pages().forEach(p -> p.in = null);
    }

    /** A value that no page has had. */
    long freshContent() {
        return contents++;
    }

    /** What the address stands for, or null. */
    @Nullable
    Page at(int endpoint, long address) {
        for (Page p : pages) {
            if (p.occupies(endpoint, address)) {
                return p;
            }
        }
        return null;
    }

    /** Whether the endpoint has something at the address, be it only a page whose access it will get back. */
    boolean occupied(int endpoint, long address) {
        return at(endpoint, address) != null
                || (!DEVICES.contains(endpoint) && Mortals.isBuffer(parties.at(endpoint), address));
    }

    /** The addresses of all pages of the ranges in order. */
    static List<Long> addresses(List<ConstituentRange> ranges) {
        List<Long> addresses = new ArrayList<>();
        for (ConstituentRange r : ranges) {
            for (int i = 0; i < r.pages(); i++) {
                addresses.add(r.address() + (long) i * PAGE_SIZE);
            }
        }
        return addresses;
    }
}
