package org.partita.manifest.devicetree.source;

import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Limits;
import org.partita.manifest.devicetree.tree.Names;

/** Values of properties: cells, strings, bytes and references, separated by commas. */
final class Values {
    private final Input in;
    private final Literals literals;
    private final Expressions expressions;
    private final StringBuilder label = new StringBuilder();
    private long total;
    private int references;

    Values(Input in) {
        this.in = in;
        this.literals = new Literals(in);
        this.expressions = new Expressions(in, literals);
    }

    /** A value, up to the semicolon that ends it, which stays. */
    Value value() throws ManifestException {
        Value value = new Value();
        do {
            labels();
            int before = value.size();
            item(value);
            total += value.size() - before;
            if (total > Limits.MAX_VALUES) {
                throw in.fault("the values of all properties have more than " + (Limits.MAX_VALUES >> 20) + " MiB");
            }
            labels();
        } while (in.accept(','));
        return value;
    }

    /** A number outside cells: a literal, or an expression in parentheses. */
    long number() throws ManifestException {
        return in.accept('(') ? expressions.parenthesized() : literals.number();
    }

    /** A reference whose {@code &} is taken: a label, or a path in braces. */
    String reference() throws ManifestException {
        if (++references > Limits.MAX_PROPERTIES) {
            throw in.fault("more than " + Limits.MAX_PROPERTIES + " references");
        }
        if (in.accept('{')) {
            String path = in.word(c -> c == '/' || Names.isNameCharacter(c), Limits.MAX_NAME * Limits.MAX_DEPTH);
            if (!path.startsWith("/")) {
                throw in.fault("expecting the path of a node from the root, like &{/node}, found " + in.found());
            }
            in.expect('}', "the path of a node");
            return path;
        }
        String name = in.word(Names::isLabelCharacter, Limits.MAX_NAME);
        if (name.isEmpty()) {
            throw in.fault("expecting a label or a path in braces after &, found " + in.found());
        }
        return name;
    }

    private void item(Value value) throws ManifestException {
        if (in.accept('"')) {
            value.add(literals.string());
        } else if (in.accept('<')) {
            cells(value, 32);
        } else if (in.accept("/bits/")) {
            int bits = bits();
            in.expect('<', "/bits/ " + bits);
            cells(value, bits);
        } else if (in.accept('[')) {
            bytes(value);
        } else if (in.accept('&')) {
            var place = in.place();
            value.addPath(reference(), place);
        } else if (in.accept("/incbin/")) {
            throw in.fault("/incbin/ is not read; write the bytes in brackets: [00 01 ...]");
        } else {
            throw in.fault("expecting a value (\"string\", <cells>, [bytes] or &label), found " + in.found());
        }
    }

    private int bits() throws ManifestException {
        long bits = literals.number();
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw in.fault("/bits/ " + Long.toUnsignedString(bits) + ": elements have 8, 16, 32 or 64 bits");
        }
        return (int) bits;
    }

    private void cells(Value value, int bits) throws ManifestException {
        labels();
        while (!in.accept('>')) {
            if (in.accept('&')) {
                if (bits != 32) {
                    throw in.fault("a reference needs elements of 32 bits, not " + bits);
                }
                var place = in.place();
                value.addPhandle(reference(), place);
            } else {
                value.add(fitting(number(), bits), bits);
            }
            labels();
        }
    }

    /** Refuses numbers that are too large for an element; negative ones of its size are fine. */
    private long fitting(long number, int bits) throws ManifestException {
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        if ((number & ~mask) != 0 && (number | mask) != -1) {
            throw in.fault("0x" + Long.toHexString(number) + " has more than the " + bits
                    + " bits of an element; write larger numbers as two cells, or use /bits/ 64");
        }
        return number;
    }

    private void bytes(Value value) throws ManifestException {
        labels();
        while (!in.accept(']')) {
            int high = Character.digit(in.peek(), 16);
            int low = Character.digit(in.peekRaw(1), 16);
            if (high < 0 || low < 0) {
                throw in.fault("expecting pairs of hexadecimal digits up to ], found " + in.found());
            }
            in.nextRaw();
            in.nextRaw();
            value.add(high << 4 | low, 8);
        }
    }

    /** Labels inside values are for assembler output; they are read over. */
    private void labels() throws ManifestException {
        while (in.acceptLabel(label)) {
            label.setLength(0);
        }
    }
}
