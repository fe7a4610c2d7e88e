package org.partita.manifest.tfm.binding;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is unique over the services of all partitions, and the numbers of stateless ones. */
final class ServiceRules {
    private final List<ServiceDraft> services;
    private final Map<String, ServiceDraft> byName = new HashMap<>();

    ServiceRules(List<PartitionDraft> partitions) {
        services = partitions.stream().flatMap(p -> p.services().stream()).toList();
        services.forEach(service -> service.name().ifPresent(name -> byName.putIfAbsent(name, service)));
    }

    /** The service with a name, null if no enabled partition has it. */
    @Nullable
    ServiceDraft named(String name) {
        return byName.get(name);
    }

    void check() {
        Map<Long, ServiceDraft> sids = new HashMap<>();
        for (ServiceDraft service : services) {
            service.name().ifPresent(name -> unique(service, "name", Rules.NAMES, name, named(name)));
            service.sid()
                    .ifPresent(sid ->
                            unique(service, "sid", Rules.SERVICES, Numbers.hex(sid), sids.putIfAbsent(sid, service)));
        }
    }

    private static void unique(
            ServiceDraft service, String attribute, String rule, String value, @Nullable ServiceDraft first) {
        if (first != null && first != service) {
            service.fields()
                    .error(
                            attribute,
                            rule,
                            "found " + value + ", as in another service ("
                                    + first.fields().at(attribute) + "); choose another");
        }
    }

    /** The numbers of stateless services: those that are fixed, then for each other one the first that is free. */
    IdentityHashMap<ServiceDraft, Integer> statelessNumbers() {
        Map<Integer, ServiceDraft> taken = new TreeMap<>();
        List<ServiceDraft> stateless =
                services.stream().filter(ServiceDraft::stateless).toList();
        if (stateless.size() > ServiceDraft.MOST_STATELESS) {
            stateless
                    .get(ServiceDraft.MOST_STATELESS)
                    .fields()
                    .error(
                            "connection_based",
                            Rules.STATELESS,
                            "found " + stateless.size() + " stateless services in all partitions; expecting "
                                    + ServiceDraft.MOST_STATELESS + " at most: make some connection based");
            return new IdentityHashMap<>();
        }
        for (ServiceDraft service : stateless) {
            service.statelessNumber()
                    .ifPresent(number -> unique(
                            service,
                            "stateless_handle",
                            Rules.STATELESS,
                            String.valueOf(number),
                            taken.putIfAbsent((int) number, service)));
        }
        IdentityHashMap<ServiceDraft, Integer> numbers = new IdentityHashMap<>();
        int next = 1;
        for (ServiceDraft service : stateless) {
            if (service.statelessNumber().isPresent()) {
                numbers.put(service, (int) service.statelessNumber().getAsLong());
                continue;
            }
            while (taken.containsKey(next)) {
                next++;
            }
            taken.put(next, service);
            numbers.put(service, next);
        }
        return numbers;
    }
}
