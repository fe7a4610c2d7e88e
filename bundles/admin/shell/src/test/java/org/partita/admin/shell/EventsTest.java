package org.partita.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.partita.api.admin.EventStatus;

/** spm:at and spm:await. */
class EventsTest {
    private final FakePlatform platform = new FakePlatform();
    private final GogoShell shell = new GogoShell(platform);

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void aCommandIsSetUpForATimeAndPrintsWhenItHappens() throws Exception {
        assertThat(shell.run("spm:at 0.005 { spm:unload 0x8001 }")).isEqualTo("at 0.005 s: spm:unload 0x8001\n");
        assertThat(platform.events).containsExactly(new EventStatus(Duration.ofMillis(5), "spm:unload 0x8001"));
        assertThat(platform.asked).isEmpty();
        assertThat(shell.run("spm:await")).isEqualTo("partition 0x8001 is unloaded\nit is 0.003 s\n");
        assertThat(platform.asked).containsExactly("await events", "unload 32769");
    }

    @Test
    void aTimeMayBeGivenFromNowOn() throws Exception {
        shell.run("spm:await +1.5");
        shell.run("spm:await 2");
        assertThat(platform.asked).containsExactly("await PT1.503S", "await PT2S");
        assertThat(shell.run("spm:at +0.5 { spm:status }")).isEqualTo("at 0.503 s: spm:status\n");
        assertThat(platform.asked).last().isEqualTo("after PT0.5S");
        assertThat(platform.events).containsExactly(new EventStatus(Duration.ofMillis(503), "spm:status"));
    }

    @Test
    void severalCommandsAndVariablesMayStandInTheBraces() throws Exception {
        shell.run("x = 0x8001");
        shell.run("spm:at 1 { spm:unload $x; y = 2; spm:unload ${y} }");
        shell.run("x = 0x8002");
        shell.run("spm:await");
        assertThat(platform.asked).containsExactly("await events", "unload 32770", "unload 2");
    }

    @Test
    void resultsOfOtherCommandsArePrinted() throws Exception {
        shell.run("spm:at 1 { \"a\" length }");
        assertThat(shell.run("spm:await")).startsWith("1\n");
    }

    @Test
    void withoutArgumentsItListsWhatIsToHappen() throws Exception {
        assertThat(shell.run("spm:at")).isEqualTo("nothing is to happen\n");
        shell.run("spm:at 1 { hw:irq 40 }");
        assertThat(shell.run("spm:at")).contains("time  command\n1 s   hw:irq 40");
        assertThat(shell.run("spm:at --json"))
                .isEqualTo("{\"events\":[{\"time\":1000000000,\"command\":\"hw:irq 40\"}]}\n");
    }

    @Test
    void badInputSaysWhatIsWrong() {
        assertThatThrownBy(() -> shell.run("spm:at 1"))
                .hasMessage("spm:at: {COMMAND} is missing: give it in braces; usage: spm:at TIME {COMMAND} [--json]");
        assertThatThrownBy(() -> shell.run("spm:at 1 hw:irq 40"))
                .hasMessageStartingWith("spm:at: \"40\" is one argument too many; usage: spm:at TIME {COMMAND}");
        assertThatThrownBy(() -> shell.run("spm:at soon { hw:irq 40 }"))
                .hasMessageContaining("TIME \"soon\": give seconds, above 0 and up to 10000000");
        assertThatThrownBy(() -> shell.run("spm:at 0.001 { hw:irq 40 }")).hasMessage("spm:at: it is 0.003 s");
        assertThatThrownBy(() -> shell.run("spm:await -1")).hasMessageContaining("TIME \"-1\": give seconds");
    }

    @Test
    void anEventThatFailsOrWaitsForItselfFails() throws Exception {
        shell.run("spm:at 1 { spm:partition 3 }");
        assertThatThrownBy(() -> shell.run("spm:await"))
                .hasMessageContaining("there is no endpoint 3; spm:partitions lists them");
        platform.bodies.clear();
        shell.run("spm:at 1 { spm:await }");
        assertThatThrownBy(() -> shell.run("spm:await"))
                .hasMessageContaining("an event can't wait for all events to end");
    }
}
