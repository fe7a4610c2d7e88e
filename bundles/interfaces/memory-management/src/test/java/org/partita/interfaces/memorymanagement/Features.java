package org.partita.interfaces.memorymanagement;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.Map;
import org.partita.api.memory.MemoryFeature;
import org.partita.api.provider.InterfaceProvider;
import org.partita.lib.fixture.Breaking;
import org.partita.lib.fixture.CallModel;
import org.partita.memory.dynamicbuffers.DynamicBuffers;
import org.partita.memory.fragments.Fragments;
import org.partita.memory.timeslicing.TimeSlicing;

/** The optional features of memory management that a scene has (FF-A 12.2): at first none. */
final class Features {
    private final Map<MemoryFeature, InterfaceProvider> served = new EnumMap<>(MemoryFeature.class);

    Features fragments() {
        return fragments(1 << 20);
    }

    /** @param longest bytes of a descriptor that a manager receives */
    Features fragments(int longest) {
        served.put(MemoryFeature.FRAGMENTS, configured(Fragments.class, longest));
        return this;
    }

    /** @param operations length of a slice */
    Features slices(int operations) {
        served.put(MemoryFeature.TIME_SLICING, configured(TimeSlicing.class, operations));
        return this;
    }

    /** @param pages most that are mapped for one descriptor */
    Features buffers(int pages) {
        served.put(MemoryFeature.DYNAMIC_BUFFERS, configured(DynamicBuffers.class, pages));
        return this;
    }

    Features without(MemoryFeature feature) {
        served.remove(feature);
        return this;
    }

    void serve(CallModel call) {
        served.forEach(call::with);
    }

    /** They throw at some time. */
    void serve(CallModel call, Breaking.Fuse fuse) {
        served.forEach((feature, provider) -> call.with(feature, new Breaking(provider, fuse)));
    }

    /** With a configuration of one value. */
    static InterfaceProvider configured(Class<? extends InterfaceProvider> provider, int value) {
        try {
            Constructor<?> constructor = provider.getConstructors()[0];
            Class<?> type = constructor.getParameterTypes()[0];
            Object configuration =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> value);
            return (InterfaceProvider) constructor.newInstance(configuration);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
