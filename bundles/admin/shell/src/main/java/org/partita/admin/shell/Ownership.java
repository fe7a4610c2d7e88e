package org.partita.admin.shell;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.AccessView;
import org.partita.admin.shell.view.MapView;
import org.partita.admin.shell.view.OwnersView;
import org.partita.api.admin.Platform;
import org.partita.api.admin.SepidStatus;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Holding;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.PhysicalMemory;

/** Who has which memory. */
final class Ownership {
    private Ownership() {}

    static Answer map(Platform platform, Arguments arguments) {
        int id = Endpoints.id(platform, arguments.at(0));
        List<Mapping> regions = platform.devices().sepids().stream()
                .filter(s -> s.sepid().id() == id)
                .map(SepidStatus::regions)
                .findFirst()
                .orElseGet(() -> platform.partition(id).regions());
        return MapView.of(id, regions, platform.holdings());
    }

    static Answer owners(Platform platform, Arguments arguments) {
        List<Holding> all = platform.holdings();
        if (arguments.count() == 0) {
            return OwnersView.of(all);
        }
        ConstituentRange asked = MemoryCalls.pages(arguments.at(0));
        long base = asked.address() & -PhysicalMemory.PAGE_SIZE;
        long end = base + (long) asked.pages() * PhysicalMemory.PAGE_SIZE;
        List<Holding> there = all.stream()
                .filter(h -> h.base() < end && base < h.base() + h.pages() * PhysicalMemory.PAGE_SIZE)
                .toList();
        if (there.isEmpty()) {
            throw new CommandException("there is no memory at physical address " + Numbers.hex(asked.address())
                    + ": hw:memory lists what there is; mem:map ID shows which physical address an endpoint's own has");
        }
        Map<Integer, List<Mapping>> regimes = new TreeMap<>();
        platform.partitions()
                .forEach(p -> regimes.put(p.id(), platform.partition(p.id()).regions()));
        platform.devices().sepids().forEach(s -> regimes.put(s.sepid().id(), s.regions()));
        return AccessView.of(there, regimes, base, end);
    }
}
