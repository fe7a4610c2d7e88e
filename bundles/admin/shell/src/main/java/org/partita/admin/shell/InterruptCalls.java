package org.partita.admin.shell;

import java.util.OptionalInt;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.InterruptController;
import org.partita.api.admin.Platform;
import org.partita.api.gic.InterruptStatus;

/** What devices do with the wires of their interrupts. */
final class InterruptCalls {
    private static final int HIGHEST = 5119;
    private static final int PES = 64;

    private static final String NOBODY =
            "no partition has it: it is disabled, and reaches nobody until a partition is loaded whose"
                    + " manifest lists it";

    private InterruptCalls() {}

    static Answer irq(Platform platform, Arguments arguments) {
        int intid = Numbers.upTo("INTID", arguments.at(0), HIGHEST, "an interrupt ID of the GIC architecture");
        int pe = Numbers.upTo("PE", arguments.at(1, "0"), PES - 1, "the index of a PE");
        InterruptController gic = platform.interrupts();
        String level = arguments.value(HwCommands.LEVEL);
        String what = "interrupt " + intid;
        if (level == null) {
            gic.pulse(intid, pe);
            return answer(gic, what + " raised", json(intid, pe).put("level", (String) null), intid);
        }
        boolean on = switch (level) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new CommandException("--level \"" + level + "\": on or off");
        };
        gic.level(intid, pe, on);
        return answer(
                gic, what + (on ? " asserted" : " deasserted"), json(intid, pe).put("level", level), intid);
    }

    /** What nobody has does not go far, and that is told. */
    private static Answer answer(InterruptController gic, String done, Json json, int intid) {
        OptionalInt owner = gic.owner(intid);
        boolean enabled = gic.interrupts().stream()
                .map(InterruptStatus::line)
                .anyMatch(line -> line.intid() == intid && line.enabled());
        return new Answer(
                owner.isPresent() || enabled ? done : done + "\n" + NOBODY,
                json.number("partition", owner.isPresent(), owner.orElse(0)));
    }

    private static Json json(int intid, int pe) {
        return new Json().put("intid", intid).put("pe", pe);
    }
}
