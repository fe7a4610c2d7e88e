package org.partita.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationsTest {
    @TempDir
    private Path folder;

    private Map<String, Map<String, Object>> read(String json, Map<String, String> settings) throws IOException {
        Files.writeString(folder.resolve("configuration.json"), json);
        return Configurations.of(new PlatformFolder(folder, "", List.of()), settings);
    }

    @Test
    void typesAreThoseOfTheConfigurator() throws IOException {
        Map<String, Object> properties = read("""
                {
                  ":configurator:resource-version": 1,
                  // a comment
                  "a.pid": {
                    "whole": 5, "half": 0.5, "flag": true, "text": "x\\n\\u0041",
                    "id:Integer": "0x8000", "long:Long": 7, "texts": ["a", "b"], "numbers": [1, 2], "one:String[]": "a"
                  }
                }
                """, Map.of()).get("a.pid");
        assertThat(properties)
                .containsEntry("whole", 5L)
                .containsEntry("half", 0.5)
                .containsEntry("flag", true)
                .containsEntry("text", "x\nA")
                .containsEntry("id", 0x8000)
                .containsEntry("long", 7L)
                .containsEntry("texts", new String[] {"a", "b"})
                .containsEntry("numbers", new Long[] {1L, 2L})
                .containsEntry("one", new String[] {"a"});
    }

    @Test
    void settingsOverrideKeysOfCoreOrOfTheOnePidThatHasThem() throws IOException {
        String json = """
                {"org.partita.core": {"pes": 4}, "org.partita.partition.client": {"traffic": "off"},
                 "org.partita.hardware.memory": {"ranges": ["a"]}}""";
        Map<String, Map<String, Object>> all = read(
                json,
                Map.of(
                        "pes",
                        "8",
                        "traffic",
                        "on",
                        "spmc.id",
                        "0x8001",
                        "new",
                        "text",
                        "org.partita.hardware.memory/ranges",
                        "a b c,d",
                        "some.pid/key",
                        "false"));
        assertThat(all.get("org.partita.core"))
                .containsEntry("pes", 8L)
                .containsEntry("spmc.id", 0x8001L)
                .containsEntry("new", "text")
                .doesNotContainKey("traffic");
        assertThat(all.get("org.partita.partition.client")).containsEntry("traffic", "on");
        assertThat(all.get("org.partita.hardware.memory")).containsEntry("ranges", new String[] {"a b c", "d"});
        assertThat(all.get("some.pid")).containsEntry("key", false);
    }

    @Test
    void coreGetsTheNameAndTheManifestsOfTheFolder() throws IOException {
        assertThat(read("{}", Map.of()).get("org.partita.core"))
                .containsEntry("manifests", folder.resolve("manifests").toString())
                .containsEntry("name", folder.getFileName().toString());
        assertThat(read("{}", Map.of("manifests", "other", "name", "n")).get("org.partita.core"))
                .containsEntry("manifests", folder.resolve("other").toString())
                .containsEntry("name", "n");
    }

    @Test
    void mistakesAreNamedWithFileLineAndKey() {
        assertThatThrownBy(() -> read("{\n  \"a\": {\n    \"k\": 0x10\n  }\n}", Map.of()))
                .isInstanceOf(BootException.class)
                .hasMessageContaining("configuration.json: line 3: expecting a value; hexadecimal numbers are written");
        assertThatThrownBy(() -> read("{\"a\": {\"k:Colour\": 1}}", Map.of()))
                .hasMessageContaining("a k:Colour: unknown type Colour; there are String, Integer");
        assertThatThrownBy(() -> read("{\"a\": {\"k:Integer\": \"x\"}}", Map.of()))
                .hasMessageContaining("a k:Integer: x is no Integer");
        assertThatThrownBy(() -> read("[]", Map.of())).hasMessageContaining("an object with a member for each PID");
        assertThatThrownBy(() -> read("{\"a\": {\"k\": 1 \"l\": 2}}", Map.of()))
                .hasMessageContaining("line 1: expecting , or }");
    }
}
