package org.partita.runtime;

import java.io.PrintStream;
import java.util.List;
import org.partita.runtime.session.Console;

/** What the command line tells about itself. */
final class Help {
    private static final String TEXT = """
            launch/partita [PLATFORM] [OPTION]...   start a platform; the shell follows, or the commands that are given
            launch/partita platforms                list the platforms
            launch/partita assemble --require REQ... -o DIR
                                                    put a new platform together; assemble --help explains
            launch/partita bench [NAME]...          run the benchmarks

            PLATFORM is a name that `platforms` lists or a folder; ffa-reference if none is given.

              --exec CMD        run a command and exit; may be given several times
              --script FILE     run the commands of a file and exit; a line each, # begins a comment
              --set KEY=VALUE   override the platform's configuration: a key of org.partita.core, or PID/KEY;
                                log=error, warn, info or debug says how much is logged (debug: with stack traces)
              --seed N          deterministic mode with this seed
              --quiet           no boot log and no progress, errors only

            Commands also come from standard input when it is no terminal. Output of commands goes to standard output,
            everything else to standard error. Exit status: 0 done, 1 a command failed, 2 wrong usage, 3 the platform
            did not boot.
            """;

    private Help() {}

    static int print(PrintStream out) {
        out.print(TEXT);
        return Console.OK;
    }

    static int platforms(Installation installation, PrintStream out) {
        List<PlatformFolder> platforms = PlatformFolder.list(installation);
        int width = platforms.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        for (PlatformFolder platform : platforms) {
            out.println(platform.name() + " ".repeat(width - platform.name().length() + 2) + platform.description());
        }
        return Console.OK;
    }
}
