package org.partita.lib.crossing.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.partita.api.ffa.Conduit;
import org.partita.api.ffa.FfaInstance;
import org.partita.api.ffa.FunctionId;

/**
 * What the specification says about a function at an instance, from a transcription that is independent of the code
 * under test, and what the readings add to it.
 *
 * @param ids the 32-bit identifier, then the 64-bit one if there is one
 * @param identifiers requirement about the identifiers
 * @param instance where
 * @param requirement requirement about the conduits there
 * @param printed the conduits of the table
 */
public record SpecifiedRow(
        FunctionId function,
        List<Integer> ids,
        String identifiers,
        FfaInstance instance,
        String requirement,
        Set<Conduit> printed) {

    private record Reading(FunctionId function, FfaInstance instance, List<Conduit> adds) {}

    /** Where the default differs from the tables. */
    private static final List<Reading> READINGS = List.of(
            // A01: an S-EL0 SP, or an S-EL1 SP that can't use SMC, completes and reports errors too
            new Reading(FunctionId.FFA_ERROR, FfaInstance.SECURE_VIRTUAL, List.of(Conduit.HVC, Conduit.SVC)),
            new Reading(FunctionId.FFA_SUCCESS, FfaInstance.SECURE_VIRTUAL, List.of(Conduit.HVC, Conduit.SVC)),
            // A02: the SPMD tells the SPMC of a Secure interrupt
            new Reading(FunctionId.FFA_INTERRUPT, FfaInstance.SECURE_PHYSICAL, List.of(Conduit.ERET)));

    /** The valid conduits: as printed, or with the readings. */
    public Set<Conduit> valid(boolean strict) {
        Set<Conduit> valid = EnumSet.noneOf(Conduit.class);
        valid.addAll(printed);
        for (Reading reading : READINGS) {
            if (!strict && reading.function == function && reading.instance == instance) {
                valid.addAll(reading.adds);
            }
        }
        return valid;
    }

    /** All functions at all instances. */
    public static List<SpecifiedRow> all() {
        String name = "instances-and-conduits.csv";
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(SpecifiedRow.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith("FFA_"))
                    .map(line -> parse(line.split(",", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static SpecifiedRow parse(String[] cells) {
        Set<Conduit> printed = EnumSet.noneOf(Conduit.class);
        words(cells[6], " ").forEach(word -> printed.add(Conduit.valueOf(word)));
        return new SpecifiedRow(
                FunctionId.valueOf(cells[0]),
                words(cells[1] + "," + cells[2], ",").stream()
                        .map(id -> Integer.parseUnsignedInt(id.substring(2), 16))
                        .toList(),
                cells[3],
                Arrays.stream(FfaInstance.values())
                        .filter(i -> i.title().equals(cells[4]))
                        .findFirst()
                        .orElseThrow(),
                cells[5],
                printed);
    }

    private static List<String> words(String cell, String separator) {
        return Arrays.stream(cell.split(separator))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
