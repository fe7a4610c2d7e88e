package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.List;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.HexBytes;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.text.Option;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.ControlParameter;
import org.partita.api.ffm.SpmLayout;
import org.partita.api.ffm.partition.Outputs;

/**
 * The vectors of psa_call as people type them.
 *
 * @param inputs what they hold
 * @param lengths of the output vectors, in bytes
 */
record PsaVectors(List<byte[]> inputs, List<Integer> lengths) {
    static final Option IN = new Option("--in", "HEX", "an input vector: bytes, 0x for none", true);
    static final Option OUT = new Option("--out", "LENGTH", "an output vector: how many bytes it can take", true);

    PsaVectors {
        inputs = List.copyOf(inputs);
        lengths = List.copyOf(lengths);
    }

    static PsaVectors of(Arguments arguments) {
        List<byte[]> inputs = new ArrayList<>();
        arguments.values(IN).forEach(hex -> inputs.add(HexBytes.parse(IN.name(), hex)));
        List<Integer> lengths = new ArrayList<>();
        for (String length : arguments.values(OUT)) {
            lengths.add(Numbers.upTo(OUT.name(), length, Integer.MAX_VALUE, "a length is 0 to 2147483647 bytes"));
        }
        int count = inputs.size() + lengths.size();
        if (count > ControlParameter.MAX_IOVEC) {
            throw new CommandException(count + " vectors are too many: a call has " + ControlParameter.MAX_IOVEC
                    + " at most, input and output together (FF-M, PSA_MAX_IOVEC)");
        }
        return new PsaVectors(inputs, lengths);
    }

    /**
     * @param name of the client
     * @throws CommandException if it has not so much memory for them and their descriptors
     */
    void checkRoom(PsaSession session, String name) {
        long bytes = (long) SpmLayout.VECTOR * (inputs.size() + lengths.size());
        for (byte[] input : inputs) {
            bytes += rounded(input.length);
        }
        for (int length : lengths) {
            bytes += rounded(length);
        }
        if (bytes > session.scratchSize()) {
            throw new CommandException("the vectors and their descriptors take " + bytes + " bytes: " + name
                    + " has memory for " + session.scratchSize());
        }
    }

    private static long rounded(long length) {
        return (length + SpmLayout.VECTOR - 1) & -SpmLayout.VECTOR;
    }

    byte[][] toInputs() {
        return inputs.toArray(new byte[0][]);
    }

    /** Empty ones, to be filled by a call. */
    Outputs toOutputs() {
        return new Outputs(lengths.stream().mapToInt(Integer::intValue).toArray());
    }
}
