package org.partita.hardware.mpu;

import java.lang.reflect.Proxy;
import java.util.List;
import org.partita.api.descriptor.MemoryAttributes;
import org.partita.api.memory.PageStore;
import org.partita.api.mpu.MpuPermissions;
import org.partita.api.mpu.MpuRegion;
import org.partita.api.mpu.MpuTable;
import org.partita.api.provider.Attachment;

/** MPUs and their tables for tests. */
final class Mpus {
    private Mpus() {}

    static PmsaV8 of(int regions) {
        PmsaV8 mpu = new PmsaV8(configuration(regions));
        mpu.attach(new Attached());
        return mpu;
    }

    /** One that is enabled. */
    static PmsaV8 loaded(boolean privilegedDefault, MpuRegion... regions) {
        PmsaV8 mpu = of(16);
        mpu.load(new MpuTable(privilegedDefault, List.of(regions)));
        return mpu;
    }

    static MpuConfiguration configuration(int regions) {
        return (MpuConfiguration) Proxy.newProxyInstance(
                MpuConfiguration.class.getClassLoader(),
                new Class<?>[] {MpuConfiguration.class},
                (proxy, method, arguments) -> regions);
    }

    static MpuRegion region(long base, long limit, MpuPermissions permissions) {
        return region(base, limit, permissions, true);
    }

    static MpuRegion region(long base, long limit, MpuPermissions permissions, boolean executeNever) {
        return new MpuRegion(
                base, limit, permissions, executeNever, MemoryAttributes.NORMAL_WRITE_BACK_INNER_SHAREABLE);
    }

    record Attached() implements Attachment {
        @Override
        public String role() {
            return "hardware/mpu";
        }

        @Override
        public int peCount() {
            return 1;
        }

        @Override
        public PageStore pages() {
            throw new UnsupportedOperationException();
        }
    }
}
