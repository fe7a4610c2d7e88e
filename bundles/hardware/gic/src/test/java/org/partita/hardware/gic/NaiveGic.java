package org.partita.hardware.gic;

import static org.partita.api.gic.InterruptGroup.GROUP_0;
import static org.partita.api.gic.InterruptGroup.NONSECURE_GROUP_1;
import static org.partita.api.gic.InterruptGroup.SECURE_GROUP_1;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.gic.InterruptGroup;
import org.partita.api.gic.InterruptLine;
import org.partita.api.gic.InterruptStatus;

/** The rules of GICv3 once more, as lists of objects that are searched each time: what the model is compared with. */
final class NaiveGic {
    static final class Line {
        final int intid;
        int pe;
        InterruptGroup group = GROUP_0;
        int priority;
        boolean level;
        boolean enabled;
        boolean latched;
        boolean wire;
        boolean active;

        Line(int intid, int pe) {
            this.intid = intid;
            this.pe = pe;
            level = intid >= 16;
        }

        boolean pending() {
            return latched || (level && wire);
        }

        boolean untouched() {
            return group == GROUP_0
                    && priority == 0
                    && level == intid >= 16
                    && !(enabled || latched || wire || active)
                    && (intid < 32 || pe == 0);
        }
    }

    record Running(int priority, InterruptGroup group) {}

    static final class Cpu {
        int mask = 0xF8;
        final Map<InterruptGroup, Integer> point =
                new EnumMap<>(Map.of(GROUP_0, 2, SECURE_GROUP_1, 2, NONSECURE_GROUP_1, 3));
        final Set<InterruptGroup> groups = EnumSet.allOf(InterruptGroup.class);
        final Set<ExceptionLevel> split = EnumSet.noneOf(ExceptionLevel.class);
        final List<Running> running = new ArrayList<>();
        boolean asleep;

        Optional<Running> top() {
            return running.stream()
                    .min(Comparator.comparingInt(Running::priority).thenComparing(Running::group));
        }

        int grouped(int priority, InterruptGroup group) {
            int size = 1 << (point.get(group) + (group == NONSECURE_GROUP_1 ? 0 : 1));
            return priority / size * size;
        }
    }

    final List<Line> lines = new ArrayList<>();
    final List<Cpu> cpus = new ArrayList<>();
    final Set<InterruptGroup> groups = EnumSet.allOf(InterruptGroup.class);

    NaiveGic(int pes, int spis) {
        for (int pe = 0; pe < pes; pe++) {
            cpus.add(new Cpu());
            for (int intid = 0; intid < 32; intid++) {
                lines.add(new Line(intid, pe));
            }
        }
        for (int intid = 32; intid < 32 + spis; intid++) {
            lines.add(new Line(intid, 0));
        }
        lines.sort(Comparator.comparingInt((Line l) -> l.intid).thenComparingInt(l -> l.pe));
    }

    Line line(int intid, int pe) {
        return lines.stream()
                .filter(l -> l.intid == intid && (intid >= 32 || l.pe == pe))
                .findFirst()
                .orElseThrow();
    }

    void configure(InterruptLine to) {
        Line l = line(to.intid(), to.pe());
        l.pe = to.pe();
        l.group = to.group();
        l.priority = to.priority() / 8 * 8;
        l.level = to.level();
        l.enabled = to.enabled();
    }

    void wire(int intid, int pe, boolean high) {
        Line l = line(intid, pe);
        l.latched |= high && !l.wire && !l.level;
        l.wire = high;
    }

    /** For each interrupt of a bitmap that an access reaches. */
    void each(int first, int pe, boolean secure, long bits, Consumer<Line> change) {
        for (int i = 0; i < 32; i++) {
            Line l = line(first + i, pe);
            if ((bits >> i & 1) != 0 && (secure || l.group == NONSECURE_GROUP_1)) {
                change.accept(l);
            }
        }
    }

    long bits(int first, int pe, boolean secure, Predicate<Line> holds) {
        long bits = 0;
        for (int i = 0; i < 32; i++) {
            Line l = line(first + i, pe);
            bits |= (secure || l.group == NONSECURE_GROUP_1) && holds.test(l) ? 1L << i : 0;
        }
        return bits;
    }

    // ---- what is signalled

    private boolean goesTo(Line l, int pe) {
        if (l.pe != InterruptLine.ANY_PE) {
            return l.pe == pe;
        }
        for (int first = 0; first < cpus.size(); first++) {
            if (!cpus.get(first).asleep && cpus.get(first).groups.contains(l.group)) {
                return first == pe;
            }
        }
        return false;
    }

    Optional<Line> highest(int pe) {
        Cpu cpu = cpus.get(pe);
        return lines.stream()
                .filter(l -> l.enabled && l.pending() && !l.active && !cpu.asleep)
                .filter(l -> groups.contains(l.group) && cpu.groups.contains(l.group) && goesTo(l, pe))
                .min(Comparator.comparingInt((Line l) -> l.priority).thenComparingInt(l -> l.intid));
    }

    Optional<Line> signalledLine(int pe) {
        Cpu cpu = cpus.get(pe);
        return highest(pe)
                .filter(l -> l.priority < cpu.mask)
                .filter(l -> cpu.top().isEmpty()
                        || cpu.grouped(l.priority, l.group)
                                < cpu.grouped(cpu.top().get().priority(), l.group));
    }

    int signalled(int pe) {
        return signalledLine(pe).map(l -> l.intid).orElse(1023);
    }

    // ---- the CPU interface

    static InterruptGroup group1(ExceptionLevel by) {
        return by.secure() ? SECURE_GROUP_1 : NONSECURE_GROUP_1;
    }

    int acknowledge0(int pe) {
        Optional<Line> line = signalledLine(pe);
        if (line.isEmpty()) {
            return 1023;
        }
        return switch (line.get().group) {
            case GROUP_0 -> take(line.get(), pe);
            case SECURE_GROUP_1 -> 1020;
            case NONSECURE_GROUP_1 -> 1021;
        };
    }

    int acknowledge1(int pe, ExceptionLevel by) {
        return signalledLine(pe)
                .filter(l -> l.group == group1(by))
                .map(l -> take(l, pe))
                .orElse(1023);
    }

    int pending1(int pe, ExceptionLevel by) {
        return highest(pe).filter(l -> l.group == group1(by)).map(l -> l.intid).orElse(1023);
    }

    private int take(Line l, int pe) {
        Cpu cpu = cpus.get(pe);
        Running now = new Running(cpu.grouped(l.priority, l.group), l.group);
        if (!cpu.running.contains(now)) {
            cpu.running.add(now);
        }
        l.latched = false;
        l.active = true;
        return l.intid;
    }

    void end(int pe, ExceptionLevel by, Set<InterruptGroup> permitted, int intid) {
        Cpu cpu = cpus.get(pe);
        Optional<Running> top = cpu.top().filter(r -> permitted.contains(r.group()));
        if (top.isEmpty() || lines.stream().noneMatch(l -> l.intid == intid)) {
            return;
        }
        cpu.running.remove(top.get());
        Line l = line(intid, pe);
        if (!cpu.split.contains(by) && l.group == top.get().group()) {
            l.active = false;
        }
    }

    void deactivate(int pe, ExceptionLevel by, int intid) {
        Line l = line(intid, pe);
        boolean may =
                by == ExceptionLevel.EL3 || l.group == NONSECURE_GROUP_1 || (l.group == SECURE_GROUP_1 && by.secure());
        if (cpus.get(pe).split.contains(by) && may) {
            l.active = false;
        }
    }

    void sgi(int from, boolean secure, InterruptGroup group, int intid, boolean others, int targets) {
        for (int pe = 0; pe < cpus.size(); pe++) {
            Line l = line(intid, pe);
            boolean target = others ? pe != from : (targets >> pe & 1) != 0;
            boolean fits = l.group == group || (group == SECURE_GROUP_1 && l.group == GROUP_0);
            l.latched |= target && fits && (secure || l.group == NONSECURE_GROUP_1);
        }
    }

    int running(int pe, boolean secure) {
        int p = cpus.get(pe).top().map(Running::priority).orElse(0xFF);
        return secure || p == 0xFF ? p : p < 0x80 ? 0 : (p - 0x80) * 2;
    }

    int mask(int pe, boolean secure) {
        int p = cpus.get(pe).mask;
        return secure ? p : p < 0x80 ? 0 : (p - 0x80) * 2;
    }

    void mask(int pe, boolean secure, int value) {
        Cpu cpu = cpus.get(pe);
        if (secure) {
            cpu.mask = value / 8 * 8;
        } else if (cpu.mask >= 0x80) {
            cpu.mask = (0x80 + value / 2) / 8 * 8;
        }
    }

    void point(int pe, InterruptGroup group, int value) {
        cpus.get(pe).point.put(group, Math.max(value % 8, group == NONSECURE_GROUP_1 ? 3 : 2));
    }

    List<InterruptStatus> statuses() {
        return lines.stream()
                .filter(l -> !l.untouched())
                .map(l -> new InterruptStatus(
                        new InterruptLine(l.intid, l.pe, l.group, l.priority, l.level, l.enabled),
                        l.pending(),
                        l.active,
                        l.wire))
                .toList();
    }
}
