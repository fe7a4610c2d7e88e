package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.partita.api.admin.Platform;
import org.partita.api.descriptor.DataAccess;
import org.partita.api.memory.AccessState;
import org.partita.api.memory.Grant;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.MemoryFault;

/** Compares the platform with the model. */
final class Comparison {
    private final Platform platform;
    private final Endpoints endpoints;
    private final Model model;
    private final Pairs pairs;
    private final List<Integer> components;

    /** @param pairs gets the states of Owners and others */
    Comparison(Platform platform, Endpoints endpoints, Model model, Pairs pairs) {
        this.pairs = pairs;
        this.platform = platform;
        this.endpoints = endpoints;
        this.model = model;
        components = new ArrayList<>(model.receivers());
        components.add(Model.HYPERVISOR);
        components.add(Model.SPM);
    }

    /** The Owner and all states of all pages, and the Handles that are valid. */
    void states() {
        List<Holding> holdings = platform.holdings();
        int i = 0;
        for (Page page : model.pages()) {
            while (i < holdings.size() && end(holdings.get(i)) <= page.physical) {
                i++;
            }
            Holding holding = i == holdings.size() ? null : holdings.get(i);
            if (i > 0 && holding != null && holding.base() < end(holdings.get(i - 1))) {
                throw new AssertionError("in two: %s, %s".formatted(holdings.get(i - 1), holding));
            }
            if (holding == null || holding.base() > page.physical || holding.owner() != page.owner) {
                throw new AssertionError("Owner of %x is to be %04x: %s".formatted(page.physical, page.owner, holding));
            }
            states(page, holding);
        }
        List<Grant> grants = platform.grants();
        boolean same = grants.size() == model.transactions().size()
                && grants.stream().allMatch(g -> model.transactions().containsKey(g.handle()));
        if (!same) {
            throw new AssertionError("Handles %s are to be valid: %s"
                    .formatted(model.transactions().keySet(), grants));
        }
    }

    private static long end(Holding h) {
        return h.base() + h.pages() * Model.PAGE_SIZE;
    }

    private void states(Page page, Holding holding) {
        AccessState owners = holding.state(holding.owner());
        for (int component : components) {
            AccessState found = holding.state(component);
            pairs.add(component == holding.owner() ? null : owners, found);
            String state = found.acronym();
            if (!state.equals(page.state(component))) {
                throw new AssertionError("%x for %04x is to be %s, is %s: %s"
                        .formatted(page.physical, component, page.state(component), state, holding));
            }
        }
    }

    /** What the translation regime of every endpoint, devices too, maps of the model's pages: what the model says, and nothing else (FF-A Table 5.2). */
    void regimes() {
        for (int endpoint : model.receivers()) {
            boolean partition = model.endpoints().contains(endpoint);
            regime(
                    endpoint,
                    partition
                            ? platform.partition(endpoint).regions()
                            : platform.devices().sepid(endpoint).regions());
        }
    }

    /** The one mapping of a page, or null: looked for page by page, for most of what is mapped is not the model's. */
    private static @Nullable Mapping mapping(int endpoint, List<Mapping> mappings, long physical) {
        Mapping found = null;
        for (Mapping m : mappings) {
            if (physical >= m.physical() && physical < m.physical() + (long) m.pages() * Model.PAGE_SIZE) {
                if (found != null) {
                    throw new AssertionError("%04x has %x twice: %s, %s".formatted(endpoint, physical, found, m));
                }
                found = m;
            }
        }
        return found;
    }

    private void regime(int endpoint, List<Mapping> mappings) {
        for (Page page : model.pages()) {
            Mapping found = mapping(endpoint, mappings, page.physical);
            DataAccess access = page.access(endpoint);
            boolean right = access == DataAccess.NOT_SPECIFIED
                    ? found == null
                    : found != null
                            && found.read()
                            && found.write() == (access == DataAccess.READ_WRITE)
                            && found.execute() == page.executes(endpoint)
                            && found.attributes() == page.attributes(endpoint)
                            && Objects.equals(
                                    found.address() + page.physical - found.physical(), page.address(endpoint));
            if (!right) {
                throw new AssertionError("%04x is to have %x as %s, %s, executable %s, has %s"
                        .formatted(
                                endpoint,
                                page.physical,
                                access,
                                page.attributes(endpoint),
                                page.executes(endpoint),
                                found));
            }
        }
    }

    /** What some endpoints can do with some pages. */
    void sample(SplittableRandom random, int count) {
        List<Integer> reaching = model.reaching();
        for (int i = 0; i < count; i++) {
            Page page = model.pages().get(random.nextInt(model.pages().size()));
            int endpoint = reaching.get(random.nextInt(reaching.size()));
            access(page, endpoint, random.nextBoolean());
        }
    }

    void all(List<Page> pages) {
        List<Integer> reaching = model.reaching();
        pages.forEach(p -> reaching.forEach(e -> access(p, e, false)));
    }

    /** Reads the page as an endpoint, then tries to write it if told to or if that must not be possible. */
    void access(Page page, int endpoint, boolean write) {
        Long address = page.address(endpoint);
        DataAccess access = page.access(endpoint);
        if (address == null || address(page, endpoint) != page) {
            return;
        }
        if (access == DataAccess.NOT_SPECIFIED) {
            faults(() -> endpoints.read(endpoint, address), MemoryFault.Cause.TRANSLATION, page, endpoint);
            if (write) {
                faults(() -> endpoints.write(endpoint, address, 1), MemoryFault.Cause.TRANSLATION, page, endpoint);
            }
            return;
        }
        long read;
        try {
            read = endpoints.read(endpoint, address);
        } catch (MemoryFault e) {
            throw new AssertionError("%04x is to read %x at %x".formatted(endpoint, page.physical, address), e);
        }
        if (read == 0 && page.perhapsZero) {
            page.content = 0;
        }
        page.perhapsZero = false;
        if (read != page.content) {
            throw new AssertionError("%04x reads %x at %x of %x, not %x"
                    .formatted(endpoint, read, address, page.physical, page.content));
        }
        if (access == DataAccess.READ_ONLY) {
            faults(() -> endpoints.write(endpoint, address, 1), MemoryFault.Cause.PERMISSION, page, endpoint);
        } else if (write) {
            page.content = model.freshContent();
            endpoints.write(endpoint, address, page.content);
        }
    }

    /** The page itself unless its last address stands for another one. */
    private @Nullable Page address(Page page, int endpoint) {
        Page now = model.at(endpoint, Objects.requireNonNull(page.address(endpoint)));
        return now == null ? page : now;
    }

    private static void faults(Runnable access, MemoryFault.Cause cause, Page page, int endpoint) {
        try {
            access.run();
        } catch (MemoryFault e) {
            assertThat(e.kind()).as("%04x and %x", endpoint, page.physical).isEqualTo(cause);
            return;
        }
        throw new AssertionError("%04x can access %x: no %s fault".formatted(endpoint, page.physical, cause));
    }
}
