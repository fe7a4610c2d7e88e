package org.partita.it.memory.model;

import java.util.SplittableRandom;

/**
 * How a descriptor gets to the Relayer, which makes no difference to what the call does (FF-A 12.2).
 *
 * @param extra bytes of the first fragment behind what has to be in it; 0: the descriptor is sent as a whole
 * @param ownBuffer whether it is in a buffer of the endpoint's own
 */
record Way(int extra, boolean ownBuffer) {
    static final Way PLAIN = new Way(0, false);

    private static final int FRAGMENTS = 20;
    private static final int OWN_BUFFER = 15;
    private static final int LONGEST = 40;

    /** Of a step; plain where it would make a difference, with RX. */
    static Way of(Model model, Operation operation, long seed) {
        boolean possible = switch (operation) {
            case Operation.Send s -> true;
            case Operation.Retrieve s -> !s.keepsRx() && !model.rxFull().contains(s.caller());
            default -> false;
        };
        if (!possible) {
            return PLAIN;
        }
        SplittableRandom random = new SplittableRandom(Long.rotateLeft(seed, 32));
        return new Way(
                random.nextInt(100) < FRAGMENTS ? 1 + random.nextInt(LONGEST) : 0, random.nextInt(100) < OWN_BUFFER);
    }
}
