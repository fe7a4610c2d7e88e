package org.partita.it.memory.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.partition.CallbackPartition;
import org.partita.it.memory.model.Parties.Party;
import org.partita.it.platform.Dts;
import org.partita.it.platform.TestPartitions;

/** Partitions in the place of a platform's own, with their IDs and addresses, which crash when a request asks for it. */
final class Mortals implements AutoCloseable {
    private static final int READ_WRITE = 3;
    private static final int NON_SECURE = 8;
    // memory of the platform that no manifest of its own names
    private static final long SECURE = 0x0700_0000L;
    private static final long NORMAL = 0xA000_0000L;

    /** RX, TX, and one of its own for descriptors. */
    private static final int BUFFERS = 3;

    /** The stream of the device whose proxy is a partition (FF-A 5.2.1). */
    private static final String DEVICE = "partita,stream-endpoints { compatible = \"partita,stream-endpoints\";"
            + " cipher { partita,sepid = <0x%x>; smmu-id = <0>; stream-ids = <0x20>; }; };";

    private final Platform platform;
    private final Map<Integer, ServiceRegistration<?>> code = new HashMap<>();

    Mortals(BundleContext framework, Platform platform, Parties parties) {
        this.platform = platform;
        for (Party p : parties.all()) {
            code.put(
                    p.id(),
                    TestPartitions.publish(framework, CallbackPartition.class, r -> crash(), manifest(p, List.of())));
        }
    }

    private static void crash() {
        throw new Fatal();
    }

    /** Without a stack trace: each crash is logged. */
    private static final class Fatal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fatal() {
            super("a fatal error of the test", null, false, false);
        }
    }

    /** Whether a page is one of the buffers: the last pages of its memory. */
    static boolean isBuffer(Party p, long address) {
        long buffers = buffers(p);
        return address >= buffers && address < buffers + BUFFERS * Model.PAGE_SIZE;
    }

    /** The buffer of its own that an endpoint uses instead of RX and TX (FF-A 12.2.1). */
    static long ownBuffer(Party p) {
        return buffers(p) + 2 * Model.PAGE_SIZE;
    }

    private static long buffers(Party p) {
        return p.heap() + (long) (p.pages() - BUFFERS) * Model.PAGE_SIZE;
    }

    /** Pages that only {@link Lengthy} uses. */
    static long lengthy(Party p) {
        return (p.secure() ? SECURE : NORMAL) + p.number() * 0x20_0000L;
    }

    void unload(int id) {
        platform.unload(id);
    }

    /** Loads a partition with these physical pages. */
    void load(Party p, List<Long> pages) {
        platform.load(manifest(p, pages).source(), null);
    }

    private static Dts manifest(Party p, List<Long> pages) {
        int world = p.secure() ? 0 : NON_SECURE;
        Dts dts = p.secure() ? Dts.sp("mortal-" + p.id(), p.id()) : Dts.vm("mortal-" + p.id(), p.id());
        dts.memory("rx", buffers(p), 1, world | 1)
                .memory("tx", buffers(p) + Model.PAGE_SIZE, 1, world | READ_WRITE)
                .buffers()
                .memory("own", ownBuffer(p), 1, world | READ_WRITE)
                .memory("lengthy", lengthy(p), Lengthy.PAGES, world | READ_WRITE);
        if (p.id() == Model.PROXY) {
            dts.node(DEVICE.formatted(Model.DEPENDENT));
        }
        for (long page : pages) {
            dts.memory("page_" + Long.toHexString(page), page, 1, world | READ_WRITE);
        }
        return dts;
    }

    @Override
    public void close() {
        code.values().forEach(ServiceRegistration::unregister);
    }
}
