package org.partita.lib.metatype;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The keys that bundles know, by PID: from the files in {@code OSGI-INF/metatype} of each. */
public final class Metatype {
    /** Where they are in a bundle. */
    public static final String FOLDER = "OSGI-INF/metatype";

    private final Map<String, Map<String, Key>> byPid = new TreeMap<>();

    /**
     * Adds what a file says.
     *
     * @throws XMLStreamException if it is no XML; what it said before that is kept
     */
    public void read(InputStream file) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        new Reader(factory.createXMLStreamReader(file)).read();
    }

    /** One file: object classes with their attributes, then designates that give them to PIDs. */
    private final class Reader {
        private final XMLStreamReader xml;
        private final Map<String, Map<String, Key>> classes = new HashMap<>();
        private String here = "";
        private String pid = "";
        private String last = "";

        Reader(XMLStreamReader xml) {
            this.xml = xml;
        }

        void read() throws XMLStreamException {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    element(xml.getLocalName());
                }
            }
        }

        private void element(String name) {
            switch (name) {
                case "OCD" -> here = attribute("id");
                case "AD" -> keys(here).put(attribute("id"), key(List.of()));
                case "Option" -> option(attribute("value"));
                case "Designate" ->
                    pid = attribute("factoryPid").isEmpty() ? attribute("pid") : attribute("factoryPid");
                case "Object" -> byPid.put(pid, keys(attribute("ocdref")));
                default -> {}
            }
        }

        private Key key(List<String> options) {
            last = attribute("id");
            return new Key(last, attribute("type"), !Set.of("", "0").contains(attribute("cardinality")), options);
        }

        private void option(String value) {
            keys(here).computeIfPresent(last, (name, key) -> {
                List<String> options = new ArrayList<>(key.options());
                options.add(value);
                return new Key(name, key.type(), key.many(), options);
            });
        }

        private Map<String, Key> keys(String id) {
            return classes.computeIfAbsent(id, i -> new TreeMap<>());
        }

        private String attribute(String name) {
            return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "");
        }
    }

    /** Whether a bundle says what a PID has; of others nothing is known. */
    public boolean knows(String pid) {
        return byPid.containsKey(pid);
    }

    /** Whether a key of a PID takes several values; false of what nobody says. */
    public boolean isArray(String pid, String key) {
        Key known = byPid.getOrDefault(pid, Map.of()).get(key);
        return known != null && known.many();
    }

    /** The PIDs that bundles say something about. */
    public List<String> pids() {
        return List.copyOf(byPid.keySet());
    }

    /**
     * What is wrong with an entry of a configuration.
     *
     * @param pid one that is known
     * @return the rule and the way out, empty if nothing is wrong
     */
    public String problem(String pid, String key, Object value) {
        Map<String, Key> keys = byPid.getOrDefault(pid, Map.of());
        Key known = keys.get(key);
        if (known == null) {
            return pid + " has no key " + key + "; its keys are " + String.join(", ", keys.keySet());
        }
        String problem = known.problem(value);
        return problem.isEmpty() ? "" : key + " of " + pid + " is " + problem;
    }
}
