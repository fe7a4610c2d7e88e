package org.partita.hardware.mpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the MPU logs has to be what a test expects, in this order. */
final class Logged extends Handler implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger = Logger.getLogger(PmsaV8.class.getName());
    private final List<String> expected = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    void expect(String words) {
        expected.add(words);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        assertThat(lines).as("logged, expected %s", expected).hasSameSizeAs(expected);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).contains(expected.get(i));
        }
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
