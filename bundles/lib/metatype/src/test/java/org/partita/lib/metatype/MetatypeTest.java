package org.partita.lib.metatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries of a configuration beside what a bundle says about it. */
class MetatypeTest {
    private static final String FILE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="things" name="Things">
                <AD id="strict" type="Boolean" default="false"/>
                <AD id="ranges" type="String" cardinality="2147483647" default=""/>
                <AD id="count" type="Integer" default="1"/>
                <AD id="mode" type="String"><Option label="a" value="on"/><Option label="b" value="off"/></AD>
              </OCD>
              <Designate pid="org.partita.things"><Object ocdref="things"/></Designate>
            </metatype:MetaData>
            """;

    private final Metatype metatype = new Metatype();

    @BeforeEach
    void read() throws XMLStreamException {
        metatype.read(new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)));
    }

    private String problem(String key, Object value) {
        return metatype.problem("org.partita.things", key, value);
    }

    @Test
    void pidsAreThoseOfDesignates() {
        assertThat(metatype.pids()).containsExactly("org.partita.things");
        assertThat(metatype.knows("things")).isFalse();
    }

    @Test
    void valuesOfTheTypeAreRight() {
        assertThat(problem("strict", true)).isEmpty();
        assertThat(problem("strict", "FALSE")).isEmpty();
        assertThat(problem("ranges", new String[] {"a 0 1 secure", "b"})).isEmpty();
        assertThat(problem("ranges", "a")).isEmpty();
        assertThat(problem("count", -3L)).isEmpty();
        assertThat(problem("count", "3")).isEmpty();
        assertThat(problem("mode", "off")).isEmpty();
    }

    @Test
    void valuesOfAnotherTypeAreToldWithTheirKey() {
        assertThat(problem("strict", "maybe"))
                .isEqualTo("strict of org.partita.things is maybe, which is neither true nor false");
        assertThat(problem("count", "few")).endsWith("is few, which is no whole number in decimal digits");
        assertThat(problem("count", new Long[] {1L, 2L})).endsWith("is 2 values, and it takes one");
        assertThat(problem("mode", true)).endsWith("is true, and there are on, off");
    }

    @Test
    void whatTakesSeveralValuesIsAnArray() {
        assertThat(metatype.isArray("org.partita.things", "ranges")).isTrue();
        assertThat(metatype.isArray("org.partita.things", "count")).isFalse();
        assertThat(metatype.isArray("org.partita.things", "nosuch")).isFalse();
        assertThat(metatype.isArray("nosuch", "ranges")).isFalse();
    }

    @Test
    void aKeyThatNobodyReadsIsToldWithThoseThatThereAre() {
        assertThat(problem("strit", true))
                .isEqualTo("org.partita.things has no key strit; its keys are count, mode, ranges, strict");
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertThatThrownBy(() -> metatype.read(new ByteArrayInputStream(new byte[] {1, 2})))
                .isInstanceOf(XMLStreamException.class);
    }
}
