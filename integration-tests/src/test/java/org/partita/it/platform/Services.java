package org.partita.it.platform;

import java.time.Duration;
import java.util.function.Predicate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Waits for a service that is the wanted one. */
final class Services<T> extends ServiceTracker<T, T> implements AutoCloseable {
    Services(BundleContext framework, Class<T> type) {
        super(framework, type, null);
        open();
    }

    @Override
    public T addingService(ServiceReference<T> reference) {
        T service = super.addingService(reference);
        synchronized (this) {
            notifyAll();
        }
        return service;
    }

    synchronized T await(Predicate<T> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (; ; ) {
            for (T s : getTracked().values()) {
                if (wanted.test(s)) {
                    return s;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("the service did not come within " + limit);
            }
            wait(Math.min(left, 100));
        }
    }
}
