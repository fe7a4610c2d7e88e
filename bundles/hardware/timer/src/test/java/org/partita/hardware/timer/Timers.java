package org.partita.hardware.timer;

import java.lang.reflect.Proxy;
import org.partita.api.memory.PageStore;
import org.partita.api.provider.Attachment;

/** Timers for tests. */
final class Timers {
    private Timers() {}

    static ArmGenericTimer of(int pes, long frequency) {
        ArmGenericTimer timer = new ArmGenericTimer(configuration(frequency));
        timer.attach(new Attached(pes));
        return timer;
    }

    static TimerConfiguration configuration(long frequency) {
        return (TimerConfiguration) Proxy.newProxyInstance(
                TimerConfiguration.class.getClassLoader(),
                new Class<?>[] {TimerConfiguration.class},
                (proxy, method, arguments) -> frequency);
    }

    record Attached(int peCount) implements Attachment {
        @Override
        public String role() {
            return "hardware/timer";
        }

        @Override
        public PageStore pages() {
            throw new UnsupportedOperationException();
        }
    }
}
