package org.partita.hardware.smmu;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ConstituentRange;
import org.partita.api.memory.Mapping;
import org.partita.api.memory.TranslationRegime;
import org.partita.api.smmu.StageTwoTables;

/** Stage 2 tables without memory behind them, and configurations of SMMUs. */
final class Tables implements StageTwoTables {
    private final Map<Integer, Regime> regimes = new HashMap<>();

    /** Maps pages for an endpoint. */
    Tables map(int endpoint, long address, long physical, int pages, boolean write, boolean secure) {
        regimes.computeIfAbsent(endpoint, id -> new Regime(new ArrayList<>()))
                .mappings
                .add(new Mapping(address, physical, pages, true, write, false, secure, false, "test"));
        return this;
    }

    /** An endpoint with nothing mapped. */
    Tables empty(int endpoint) {
        regimes.put(endpoint, new Regime(new ArrayList<>()));
        return this;
    }

    @Override
    public @Nullable TranslationRegime of(int endpoint) {
        return regimes.get(endpoint);
    }

    static SmmuConfiguration configuration(int streamBits, int eventBits, int... instances) {
        return (SmmuConfiguration) Proxy.newProxyInstance(
                SmmuConfiguration.class.getClassLoader(),
                new Class<?>[] {SmmuConfiguration.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "instances" -> instances;
                    case "stream_bits" -> streamBits;
                    default -> eventBits;
                });
    }

    private record Regime(List<Mapping> mappings) implements TranslationRegime {
        @Override
        public @Nullable Mapping find(long address, long length) {
            return mappings.stream()
                    .filter(m -> address >= m.address() && address + length <= m.end())
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public List<ConstituentRange> physical(long address, int pages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void read(long address, MemorySegment to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(long address, MemorySegment from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read64(long address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write64(long address, long value) {
            throw new UnsupportedOperationException();
        }
    }
}
