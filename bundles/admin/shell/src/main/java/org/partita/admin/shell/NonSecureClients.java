package org.partita.admin.shell;

import java.util.OptionalLong;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.EndpointId;

/** Clients of FF-M's Non-secure processing environment as people type them: a negative number. */
final class NonSecureClients {
    private NonSecureClients() {}

    /** The client id; whether somebody may have it is for the platform to say. */
    static int id(Platform platform, String text) {
        OptionalLong number = Numbers.parse(text);
        if (number.isPresent() && number.getAsLong() < 0 && number.getAsLong() >= Integer.MIN_VALUE) {
            return (int) number.getAsLong();
        }
        String what = platform.partitions().stream()
                .filter(p -> is(p, text, number))
                .map(p -> " is partition " + EndpointId.format(p.id()) + " " + p.name())
                .findAny()
                .orElse(" is no id of a Non-secure client");
        throw new CommandException("CLIENT " + text + what
                + ": only Non-secure clients can be played from here, whose ids are negative numbers of 32 bits, such"
                + " as -1");
    }

    private static boolean is(PartitionStatus partition, String text, OptionalLong number) {
        return partition.name().equals(text) || (number.isPresent() && number.getAsLong() == partition.id());
    }
}
