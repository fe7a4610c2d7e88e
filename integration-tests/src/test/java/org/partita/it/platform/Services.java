package org.partita.it.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Waits for a service that is the wanted one. */
final class Services<T> extends ServiceTracker<T, T> implements AutoCloseable {
    /** A tracker itself has a service only after it has told of it: whom that woke would not find it. */
    private final Map<ServiceReference<T>, T> found = new HashMap<>();

    Services(BundleContext framework, Class<T> type) {
        super(framework, type, null);
        open();
    }

    @Override
    public T addingService(ServiceReference<T> reference) {
        T service = super.addingService(reference);
        if (service != null) {
            synchronized (found) {
                found.put(reference, service);
                found.notifyAll();
            }
        }
        return service;
    }

    @Override
    public void removedService(ServiceReference<T> reference, T service) {
        synchronized (found) {
            found.remove(reference);
        }
        super.removedService(reference, service);
    }

    T await(Predicate<T> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (found) {
            for (; ; ) {
                for (T s : found.values()) {
                    if (wanted.test(s)) {
                        return s;
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("the service did not come within " + limit);
                }
                found.wait(left);
            }
        }
    }
}
