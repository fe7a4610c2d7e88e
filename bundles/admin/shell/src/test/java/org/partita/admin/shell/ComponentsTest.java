package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Declarative Services reads is what help, completion and the classes know. */
class ComponentsTest {
    @Test
    void everyScopeOffersExactlyTheFunctionsThatHaveAUsageAndAMethod() throws Exception {
        for (Scope scope : Scope.ALL) {
            List<String> functions =
                    scope.usages().stream().map(u -> u.function()).toList();

            assertThat(property(scope.commands(), "osgi.command.scope")).containsExactly(scope.name());
            assertThat(property(scope.commands(), "osgi.command.function")).isEqualTo(functions);
            for (String function : functions) {
                assertThat(scope.commands().getMethod(function, CommandSession.class, String[].class))
                        .isNotNull();
            }
        }
    }

    @Test
    void helpOutranksOthersInBothScopes() throws Exception {
        assertThat(property(Help.class, "osgi.command.scope")).containsExactly("gogo");
        assertThat(property(FelixHelp.class, "osgi.command.scope")).containsExactly("felix");
        assertThat(property(Help.class, "service.ranking")).containsExactly("100");
        assertThat(property(FelixHelp.class, "service.ranking")).containsExactly("100");
    }

    private static List<String> property(Class<?> component, String name) throws Exception {
        Document description = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(component.getResourceAsStream("/OSGI-INF/" + component.getName() + ".xml"));
        NodeList properties = description.getElementsByTagName("property");
        for (int i = 0; i < properties.getLength(); i++) {
            Element property = (Element) properties.item(i);
            if (property.getAttribute("name").equals(name)) {
                String value = property.getAttribute("value");
                return Arrays.stream((value.isEmpty() ? property.getTextContent() : value).split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
            }
        }
        return List.of();
    }
}
