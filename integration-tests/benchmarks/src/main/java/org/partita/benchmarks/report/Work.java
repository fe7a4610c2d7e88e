package org.partita.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The lines of the table of goals that are measured so far. */
public enum Work {
    /** Direct message SP to SP (one manager), against its prototype. */
    SP_TO_SP("direct message SP to SP", "RealDirect.spToSp", "DirectPrototype.spToSp", 8, 2.3),
    /** Direct message VM to SP through Hypervisor, SPMD, SPMC and back, against its prototype. */
    VM_TO_SP("direct message VM to SP", "RealDirect.vmToSp", "DirectPrototype.vmToSp", 6, 3),
    /** The guard against swaps, on the prototype's path, where it weighs more than on the platform's. */
    SWAP_GUARD(
            "swap guard (prototype's path)", "DirectPrototype.spToSp", "DirectPrototype.spToSpUnguarded", 1.10, 1.05);

    /** A guard that costs no more than this, in ns, meets its goal whatever the ratio. */
    public static final double GUARD_NANOS = 2;

    private static final String PACKAGE = "org.partita.benchmarks.";

    private final String title;
    private final String measured;
    private final String baseline;
    private final double milestone;
    private final double goal;

    Work(String title, String measured, String baseline, double milestone, double goal) {
        this.title = title;
        this.measured = PACKAGE + measured;
        this.baseline = PACKAGE + baseline;
        this.milestone = milestone;
        this.goal = goal;
    }

    /** Its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** The benchmark that is measured. */
    public String measured() {
        return measured;
    }

    /** The benchmark that it is compared with. */
    public String baseline() {
        return baseline;
    }

    public Goal goal() {
        return new Goal(milestone, goal);
    }

    /** Whether the platform must be built to measure it. */
    public boolean needsPlatform() {
        return measured.contains(".Real");
    }

    /** The works with these names, all of them if there are none. */
    public static List<Work> named(List<String> words) {
        for (String word : words) {
            if (Arrays.stream(values()).noneMatch(w -> w.word().equals(word))) {
                throw new IllegalArgumentException("no benchmark " + word + "; known: "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Work::word).toList()));
            }
        }
        return Arrays.stream(values())
                .filter(w -> words.isEmpty() || words.contains(w.word()))
                .toList();
    }
}
