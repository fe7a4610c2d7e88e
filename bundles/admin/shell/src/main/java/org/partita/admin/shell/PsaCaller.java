package org.partita.admin.shell;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.api.admin.Ffm;
import org.partita.api.admin.PartitionStatus;
import org.partita.api.admin.Platform;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffa.EndpointId;

/**
 * Who makes the calls of a command: CLIENT as people type it.
 *
 * @param ffm the platform's SPM
 * @param id negative for a Non-secure client, else that of a partition
 * @param name of the partition, or "client" and the id
 * @param patience how long the command waits
 */
record PsaCaller(Ffm ffm, int id, String name, Duration patience) {
    static final Option TIMEOUT = FfaCommands.TIMEOUT;

    /** The client that the first argument names; whether somebody may have it is for the platform to say. */
    static PsaCaller of(Platform platform, Arguments arguments) {
        Ffm ffm = platform.ffm();
        String text = arguments.at(0);
        String timeout = arguments.value(TIMEOUT);
        Duration patience = timeout == null ? Calls.PATIENCE : Numbers.seconds(TIMEOUT.name(), timeout);
        OptionalLong number = Numbers.parse(text);
        if (number.isPresent() && number.getAsLong() < 0 && number.getAsLong() >= Integer.MIN_VALUE) {
            int id = (int) number.getAsLong();
            return new PsaCaller(ffm, id, "client " + id, patience);
        }
        List<PartitionStatus> partitions = platform.partitions();
        return partitions.stream()
                .filter(p -> number.isPresent()
                        ? number.getAsLong() == p.id()
                        : p.name().equals(text))
                .findFirst()
                .map(p -> new PsaCaller(ffm, p.id(), "partition " + p.name(), patience))
                .orElseThrow(() -> unknown(text, partitions));
    }

    private static CommandException unknown(String text, List<PartitionStatus> partitions) {
        String known = partitions.stream()
                .map(p -> EndpointId.format(p.id()) + " " + p.name())
                .collect(Collectors.joining(", "));
        return new CommandException("CLIENT " + text
                + " is no client: it is the id or the name of a partition, or a Non-secure client's id, a negative number of"
                + " 32 bits such as -1; there are partitions: " + known);
    }

    /**
     * Lets it make calls.
     *
     * @param what is called, in words
     * @param waiting the document for calls that have not ended when the command does
     */
    Answer make(String what, Function<PsaSession, Answer> calls, Json waiting) {
        return ffm.play(id, what, patience, session -> new Made(calls.apply(session)))
                .map(Made::answer)
                .orElseGet(() -> new Answer(
                        "still waiting: " + what + " of " + name + " has not completed within "
                                + Numbers.seconds(patience)
                                + "; spm:status shows it until it has, and the log tells how it ended",
                        waiting));
    }

    /** What the log tells of calls for which nobody waits any more: their first line. */
    private record Made(Answer answer) {
        @Override
        public String toString() {
            return answer.text().lines().findFirst().orElse("");
        }
    }

    /** The last line of a call by which its partition has ended. */
    List<String> end(PsaSession session) {
        return session.ended()
                ? List.of(name + " has ended: it has panicked, as if its own code had made the call")
                : List.of();
    }
}
