package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.EndpointAccess;
import org.partita.api.descriptor.SendFlags;
import org.partita.api.ffa.FunctionId;
import org.partita.api.memory.Holding;
import org.partita.it.ffa.Abi;
import org.partita.it.memory.MemoryAbi;

/** Endpoints A, B and C of the state tables of FF-A 5.6 to 5.9, and a page that A owns. */
final class Trio implements AutoCloseable {
    final int b;
    final int c;
    final long page;
    private final Platform platform;
    private final Endpoints endpoints;
    private final int a;

    Trio(Platform platform, int a, int b, int c, int pageNumber) {
        this.platform = platform;
        this.endpoints = new Endpoints(
                platform, IntStream.of(a, b, c).filter(id -> id != 0).boxed().toList());
        this.a = a;
        this.b = b;
        this.c = c;
        this.page = Parties.of(platform).at(a).heap() + (long) pageNumber * Model.PAGE_SIZE;
    }

    MemoryAbi a() {
        return endpoints.at(a);
    }

    MemoryAbi at(int endpoint) {
        return endpoints.at(endpoint);
    }

    /** A sends the page. */
    Abi send(FunctionId function, int... receivers) {
        List<EndpointAccess> entries = Arrays.stream(receivers)
                .mapToObj(id -> function == FunctionId.FFA_MEM_DONATE ? MemoryAbi.receiver(id) : MemoryAbi.writer(id))
                .toList();
        return a().send(function, SendFlags.NONE, List.of(MemoryAbi.pages(page, 1)), entries);
    }

    /** The Receiver retrieves what A sent; where it is. */
    long retrieve(int receiver, long handle) {
        return at(receiver).mapped(a, handle);
    }

    /** States of A and B for the page. */
    void is(String states) {
        Holding holding = platform.holdings().stream()
                .filter(h -> page >= h.base() && page < h.base() + h.pages() * Model.PAGE_SIZE)
                .findFirst()
                .orElseThrow();
        String found =
                List.of(a, b).stream().map(id -> holding.state(id).acronym()).collect(Collectors.joining(" "));
        assertThat(found).as("states of %04x and %04x", a, b).isEqualTo(states);
    }

    @Override
    public void close() {
        endpoints.close();
    }
}
