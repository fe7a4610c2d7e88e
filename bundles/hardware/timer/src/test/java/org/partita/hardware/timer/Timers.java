package org.partita.hardware.timer;

import java.lang.annotation.Annotation;
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
        return new TimerConfiguration() {
            @Override
            public long frequency() {
                return frequency;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return TimerConfiguration.class;
            }
        };
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
