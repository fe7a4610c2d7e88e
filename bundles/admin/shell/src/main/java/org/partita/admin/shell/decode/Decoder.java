package org.partita.admin.shell.decode;

/** Reads the parameters of one function. */
@FunctionalInterface
interface Decoder {
    /** @return in words, without the function's name; empty if there is nothing to say */
    String read(Words words);
}
