package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptCommandsTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    private JsonObject document(String line) throws Exception {
        return JsonParser.parseString(shell.run(line + " --json")).getAsJsonObject();
    }

    @Test
    void theControllerIsShownByPeAndByInterrupt() throws Exception {
        assertThat(shell.run("hw:gic")).isEqualTo("""
                        PE  MASK  RUNNING  GROUPS                     SIGNALLED
                         0  0xf8     0xff  0, secure 1, non-secure 1  -
                         1   0x0     0xff  none                       48

                        INTID  PE   GROUP         PRIORITY  TRIGGER  STATE              PARTITION
                           40  any  non-secure 1      0xc0  edge     inactive           1
                           48  1    secure 1          0xc0  level    pending, asserted  0x8001
                           50  any  0                 0xc0  edge     disabled, pending  -
                        """);
    }

    /** Groups have one name, identities are numbers. */
    @Test
    void theDocumentSaysTheSame() throws Exception {
        JsonObject gic = document("hw:gic");
        JsonArray interfaces = gic.getAsJsonArray("interfaces");
        assertThat(interfaces.get(0).getAsJsonObject().get("groups"))
                .hasToString("[\"0\",\"secure 1\",\"non-secure 1\"]");
        assertThat(interfaces.get(1).getAsJsonObject().getAsJsonArray("groups")).isEmpty();
        assertThat(gic.getAsJsonArray("interrupts"))
                .extracting(i -> i.getAsJsonObject().get("group").getAsString())
                .containsExactly("non-secure 1", "secure 1", "0");
        assertThat(gic.getAsJsonArray("interrupts"))
                .extracting(i -> i.getAsJsonObject().get("partition").toString())
                .containsExactly("1", "32769", "null");
    }

    @Test
    void aWireIsRaisedAssertedAndDeasserted() throws Exception {
        assertThat(shell.run("hw:irq 40")).isEqualTo("interrupt 40 raised\n");
        assertThat(shell.run("hw:irq 48 1 --level on")).isEqualTo("interrupt 48 asserted\n");
        assertThat(shell.run("hw:irq 48 1 --level off")).isEqualTo("interrupt 48 deasserted\n");
        assertThat(platform.interrupts.wires).containsExactly("40 on 0", "48 on 1 asserted", "48 on 1 deasserted");
        assertThat(document("hw:irq 48").get("partition").getAsInt()).isEqualTo(0x8001);
    }

    @Test
    void anInterruptThatNobodyHasIsNamed() throws Exception {
        assertThat(shell.run("hw:irq 50"))
                .isEqualTo(
                        "interrupt 50 raised\nno partition has it: it is disabled, and reaches nobody until a partition is"
                                + " loaded whose manifest lists it\n");
        assertThat(platform.interrupts.wires).containsExactly("50 on 0");
        assertThat(document("hw:irq 50").get("partition")).matches(JsonElement::isJsonNull);
    }
}
