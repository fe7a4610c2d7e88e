package org.partita.core.spm;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.SpmConnection;
import org.partita.api.ffm.SpmService;
import org.partita.api.ffm.SpmState;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.IsolationLevel;

/** All partitions, services and connections of a platform. Partitions and services are fixed; the look-ups are binary searches. */
public final class SpmTables implements SpmState {
    private static final int STATELESS_HANDLES = 32;

    private final IsolationLevel isolation;
    private final List<Resident> partitions;
    private final Service[] services;
    private final @Nullable Service[] stateless = new @Nullable Service[STATELESS_HANDLES];
    private final ConnectionPool pool;
    private final int lifecycle;

    /**
     * @param platform its manifests
     * @param connections size of the pool
     * @param lifecycle as psa_rot_lifecycle_state returns it
     */
    public SpmTables(FfmPlatform platform, int connections, int lifecycle) {
        this.isolation = platform.isolationLevel();
        this.lifecycle = lifecycle;
        this.pool = new ConnectionPool(connections);
        this.partitions = platform.partitions().stream().map(Resident::new).toList();
        this.services = partitions.stream()
                .flatMap(p -> p.services().stream())
                .sorted(Comparator.comparing(s -> s.manifest().sid(), Integer::compareUnsigned))
                .toArray(Service[]::new);
        for (Service s : services) {
            s.manifest().statelessNumber().ifPresent(n -> stateless[n - 1] = s);
        }
    }

    public List<Resident> partitions() {
        return partitions;
    }

    /** In order of SID. */
    public List<Service> services() {
        return List.of(services);
    }

    public ConnectionPool pool() {
        return pool;
    }

    @Override
    public IsolationLevel isolation() {
        return isolation;
    }

    @Override
    public @Nullable SpmService service(int sid) {
        int low = 0;
        int high = services.length - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            int order = Integer.compareUnsigned(services[mid].manifest().sid(), sid);
            if (order == 0) {
                return services[mid];
            }
            if (order < 0) {
                low = mid + 1;
            } else {
                high = mid - 1;
            }
        }
        return null;
    }

    @Override
    public @Nullable SpmService stateless(int index) {
        return index >= 0 && index < stateless.length ? stateless[index] : null;
    }

    @Override
    public @Nullable Resident partition(int id) {
        for (int i = 0; i < partitions.size(); i++) {
            if (partitions.get(i).id() == id) {
                return partitions.get(i);
            }
        }
        return null;
    }

    @Override
    public @Nullable SpmConnection connection(int handle) {
        return pool.find(handle);
    }

    @Override
    public @Nullable SpmConnection connect(SpmService service, int clientId) {
        return pool.take((Service) service, clientId);
    }

    @Override
    public void free(SpmConnection connection) {
        pool.free((PooledConnection) connection);
    }

    @Override
    public int lifecycle() {
        return lifecycle;
    }
}
