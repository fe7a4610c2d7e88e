package org.partita.manifest.devicetree.source;

import java.util.List;
import org.partita.api.manifest.ManifestException;
import org.partita.manifest.devicetree.tree.Limits;

/** Integer expressions with the operators and precedences of C, in unsigned 64-bit arithmetic as dtc has it. */
final class Expressions {
    /** Binary operators from the weakest level to the strongest; longer ones first within a level. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("||"),
            List.of("&&"),
            List.of("|"),
            List.of("^"),
            List.of("&"),
            List.of("==", "!="),
            List.of("<=", ">=", "<", ">"),
            List.of("<<", ">>"),
            List.of("+", "-"),
            List.of("*", "/", "%"));

    private final Input in;
    private final Literals literals;
    private int depth;

    Expressions(Input in, Literals literals) {
        this.in = in;
        this.literals = literals;
    }

    /** An expression whose opening parenthesis is taken, and the closing one. */
    long parenthesized() throws ManifestException {
        long value = conditional();
        in.expect(')', "an expression");
        return value;
    }

    private long conditional() throws ManifestException {
        enter();
        long value = binary(0);
        if (in.accept('?')) {
            long yes = conditional();
            in.expect(':', "the first choice of ?");
            long no = conditional();
            value = value != 0 ? yes : no;
        }
        depth--;
        return value;
    }

    private void enter() throws ManifestException {
        depth++;
        if (depth > Limits.MAX_DEPTH) {
            throw in.fault("an expression is nested more than " + Limits.MAX_DEPTH + " deep; write it simpler");
        }
    }

    private long binary(int level) throws ManifestException {
        if (level == LEVELS.size()) {
            return unary();
        }
        long left = binary(level + 1);
        for (String operator = operator(level); !operator.isEmpty(); operator = operator(level)) {
            left = apply(operator, left, binary(level + 1));
        }
        return left;
    }

    private String operator(int level) throws ManifestException {
        in.peek();
        for (String operator : LEVELS.get(level)) {
            if (!isPrefixOfOther(operator) && in.accept(operator)) {
                return operator;
            }
        }
        return "";
    }

    /** Whether what comes next is a longer operator of another level: || for |, && for &, << for <, != is none. */
    private boolean isPrefixOfOther(String operator) {
        if (operator.length() > 1 || "|&<>".indexOf(operator.charAt(0)) < 0) {
            return false;
        }
        char c = operator.charAt(0);
        return in.peekRaw() == c && in.peekRaw(1) == c;
    }

    private long unary() throws ManifestException {
        enter();
        long value;
        if (in.accept('-')) {
            value = -unary();
        } else if (in.accept('~')) {
            value = ~unary();
        } else if (in.accept('!')) {
            value = unary() == 0 ? 1 : 0;
        } else if (in.accept('(')) {
            value = parenthesized();
        } else {
            value = literals.number();
        }
        depth--;
        return value;
    }

    private long apply(String operator, long a, long b) throws ManifestException {
        return switch (operator) {
            case "||" -> bool(a != 0 || b != 0);
            case "&&" -> bool(a != 0 && b != 0);
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "==" -> bool(a == b);
            case "!=" -> bool(a != b);
            case "<=" -> bool(Long.compareUnsigned(a, b) <= 0);
            case ">=" -> bool(Long.compareUnsigned(a, b) >= 0);
            case "<" -> bool(Long.compareUnsigned(a, b) < 0);
            case ">" -> bool(Long.compareUnsigned(a, b) > 0);
            case "<<" -> shift(b) ? a << b : 0;
            case ">>" -> shift(b) ? a >>> b : 0;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> Long.divideUnsigned(a, divisor(b));
            default -> Long.remainderUnsigned(a, divisor(b));
        };
    }

    private static boolean shift(long by) {
        return Long.compareUnsigned(by, 64) < 0;
    }

    private static long bool(boolean value) {
        return value ? 1 : 0;
    }

    private long divisor(long b) throws ManifestException {
        if (b == 0) {
            throw in.fault("an expression divides by zero");
        }
        return b;
    }
}
