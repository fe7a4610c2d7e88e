package org.partita.api.ffm;

/**
 * The packed control parameter of psa_call: type in bits 15:0, number of output vectors in bits 18:16, of input vectors in bits 26:24. Bits 19
 * and 27 say that output and input vectors are Non-secure, bit 31 that the descriptors of the vectors are.
 */
public final class ControlParameter {
    /** Most vectors of one call, input and output together (PSA_MAX_IOVEC). */
    public static final int MAX_IOVEC = 4;

    public static final int NON_SECURE_OUTPUT = 1 << 19;
    public static final int NON_SECURE_INPUT = 1 << 27;
    public static final int NON_SECURE_DESCRIPTORS = 1 << 31;

    private static final int COUNT = 7;
    private static final int OUTPUTS = 16;
    private static final int INPUTS = 24;

    private ControlParameter() {}

    /**
     * Packs a type and two counts.
     *
     * @param type -32768 to 32767; requests have 0 or more
     * @param inputs 0 to 7
     * @param outputs 0 to 7
     * @throws IllegalArgumentException if one of them does not fit
     */
    public static int pack(int type, int inputs, int outputs) {
        if ((short) type != type || (inputs & ~COUNT) != 0 || (outputs & ~COUNT) != 0) {
            throw new IllegalArgumentException("type " + type + " with " + inputs + " input and " + outputs
                    + " output vectors does not fit into a control parameter");
        }
        return (type & 0xFFFF) | outputs << OUTPUTS | inputs << INPUTS;
    }

    /** As the veneer of psa_call hands it on: descriptors, inputs and outputs are Non-secure, whatever the client says. */
    public static int nonSecure(int control) {
        return control | NON_SECURE_DESCRIPTORS | NON_SECURE_INPUT | NON_SECURE_OUTPUT;
    }

    /** The type of the message. */
    public static int type(int control) {
        return (short) control;
    }

    public static int inputs(int control) {
        return control >>> INPUTS & COUNT;
    }

    public static int outputs(int control) {
        return control >>> OUTPUTS & COUNT;
    }
}
