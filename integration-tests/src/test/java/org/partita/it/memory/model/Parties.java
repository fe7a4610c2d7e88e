package org.partita.it.memory.model;

import java.util.List;
import org.partita.api.admin.PartitionDetail;
import org.partita.api.admin.Platform;
import org.partita.api.memory.Mapping;

/**
 * The endpoints of a platform that take part: those with memory to give away.
 *
 * @param all in order of ID
 */
record Parties(List<Party> all) {
    private static final String HEAP = "heap";

    /**
     * An endpoint.
     *
     * @param number its position
     * @param heap physical address of its memory
     * @param pages count of 4 KiB pages there
     * @param contexts count of execution contexts
     */
    record Party(int number, int id, long heap, int pages, int contexts) {
        boolean secure() {
            return Model.secure(id);
        }
    }

    static Parties of(Platform platform) {
        List<PartitionDetail> details = platform.partitions().stream()
                .map(p -> platform.partition(p.id()))
                .filter(d -> d.regions().stream().anyMatch(m -> m.name().equals(HEAP)))
                .toList();
        List<Party> all = new java.util.ArrayList<>();
        for (PartitionDetail d : details) {
            Mapping heap = d.regions().stream()
                    .filter(m -> m.name().equals(HEAP))
                    .findFirst()
                    .orElseThrow();
            all.add(new Party(
                    all.size(),
                    d.summary().id(),
                    heap.physical(),
                    heap.pages(),
                    d.summary().contexts()));
        }
        return new Parties(List.copyOf(all));
    }

    List<Integer> ids() {
        return all.stream().map(Party::id).toList();
    }

    Party at(int id) {
        for (Party p : all) {
            if (p.id() == id) {
                return p;
            }
        }
        throw new IllegalArgumentException("no endpoint " + id);
    }

    /** Position of an endpoint, devices being the last ones, or -1. */
    int number(int id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id() == id) {
                return i;
            }
        }
        int device = Model.DEVICES.indexOf(id);
        return device < 0 ? -1 : all.size() + device;
    }

    /** How many have a position. */
    int count() {
        return all.size() + Model.DEVICES.size();
    }
}
