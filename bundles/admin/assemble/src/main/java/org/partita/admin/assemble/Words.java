package org.partita.admin.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/** Words that stand for several requirements, from words.properties. */
final class Words {
    private final Properties words = new Properties();

    Words() {
        try (InputStream in = Words.class.getResourceAsStream("words.properties")) {
            words.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the word stands for, empty if it is none. */
    List<String> of(String word) {
        String value = words.getProperty(word);
        return value == null ? List.of() : List.of(value.strip().split("\\s+"));
    }

    /** All words. */
    List<String> all() {
        return List.copyOf(new TreeSet<>(words.stringPropertyNames()));
    }
}
