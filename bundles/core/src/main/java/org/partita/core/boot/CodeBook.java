package org.partita.core.boot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffm.partition.PsaPartition;
import org.partita.api.partition.CallbackPartition;
import org.partita.api.partition.ThreadedPartition;
import org.partita.core.execution.Signal;
import org.partita.core.execution.WriterLock;

/** Partition code that is there, by the file name of its manifest. */
public final class CodeBook {
    /** A partition's code: exactly one of the styles. For FF-M the name of the partition stands for the manifest. */
    public record Code(
            long serviceId,
            String manifest,
            String bundle,
            boolean traffic,
            @Nullable CallbackPartition callback,
            @Nullable ThreadedPartition threaded,
            @Nullable PsaPartition psa) {
        /** Of a partition of FF-A. */
        public Code(
                long serviceId,
                String manifest,
                String bundle,
                boolean traffic,
                @Nullable CallbackPartition callback,
                @Nullable ThreadedPartition threaded) {
            this(serviceId, manifest, bundle, traffic, callback, threaded, null);
        }

        /** The word that spm:partitions shows. */
        public String model() {
            return callback != null ? "callback" : "threaded";
        }
    }

    private final WriterLock lock = new WriterLock();
    private final Map<Long, Code> byService = new LinkedHashMap<>();
    private Signal changed = new Signal();

    /**
     * Notes code that has come.
     *
     * @param running whether the platform runs, so that whoever brings code has to see to it that it is booted
     * @return what that said: either the code is there before {@link #settle}, or this is true
     */
    public boolean add(Code code, BooleanSupplier running) {
        return lock.get(() -> {
            byService.put(code.serviceId(), code);
            raise();
            return running.getAsBoolean();
        });
    }

    /**
     * Makes the platform run, with no code coming at the same time.
     *
     * @param since what {@link #changed} said when the code that is there was looked at
     * @return whether something has changed since
     */
    boolean settle(Signal since, Runnable run) {
        return lock.get(() -> {
            boolean late = since.raised();
            run.run();
            return late;
        });
    }

    /** What was known under this service id, or null. */
    public @Nullable Code remove(long serviceId) {
        return lock.get(() -> {
            Code code = byService.remove(serviceId);
            raise();
            return code;
        });
    }

    private void raise() {
        Signal old = changed;
        changed = new Signal();
        old.raise();
    }

    /** The code for a manifest, by file name without folder. */
    public @Nullable Code find(String manifest) {
        return find(manifest, c -> true);
    }

    /** As {@link #find(String)}, the first of several that is wanted. */
    @Nullable
    Code find(String manifest, Predicate<Code> which) {
        return lock.get(() -> {
            for (Code c : byService.values()) {
                if (c.manifest().equals(manifest) && which.test(c)) {
                    return c;
                }
            }
            return null;
        });
    }

    /** Raised at the next change; read it before looking. */
    public Signal changed() {
        return lock.get(() -> changed);
    }
}
