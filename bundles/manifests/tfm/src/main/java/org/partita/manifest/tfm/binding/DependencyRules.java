package org.partita.manifest.tfm.binding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.partita.manifest.tfm.text.Node;

/** Dependencies name services that are there, and lead in no circle from partition to partition. */
final class DependencyRules {
    private static final String STRONG = "dependencies";
    private static final String WEAK = "weak_dependencies";

    private final List<PartitionDraft> partitions;
    private final Report report;

    /** Index of the partition that has a service. */
    private final Map<String, Integer> owners = new HashMap<>();

    private final State[] states;

    /** The partitions on the way to the one that is looked at, the first one last. */
    private final Deque<Integer> way = new ArrayDeque<>();

    private enum State {
        NEW,
        ON_THE_WAY,
        DONE
    }

    DependencyRules(List<PartitionDraft> partitions, Report report) {
        this.partitions = partitions;
        this.report = report;
        states = new State[partitions.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = State.NEW;
            for (ServiceDraft service : partitions.get(i).services()) {
                if (service.name().isPresent()) {
                    owners.putIfAbsent(service.name().get(), i);
                }
            }
        }
    }

    void check() {
        for (PartitionDraft partition : partitions) {
            Set<String> seen = new HashSet<>();
            partition.dependencies().forEach(on -> check(partition, STRONG, on, seen));
            partition.weakDependencies().forEach(on -> check(partition, WEAK, on, seen));
        }
        for (int i = 0; i < states.length; i++) {
            visit(i);
        }
    }

    private void check(PartitionDraft partition, String attribute, Node.Scalar on, Set<String> seen) {
        String shown = Node.Scalar.shorten(on.text());
        if (!seen.add(on.text())) {
            error(partition, attribute, on, "found " + shown + " a second time; leave one of them");
        } else if (attribute.equals(STRONG) && !owners.containsKey(on.text())) {
            error(
                    partition,
                    attribute,
                    on,
                    "found " + shown
                            + ", a service that no enabled partition has; enable its partition, look for a misspelling,"
                            + " or make it a weak dependency");
        }
    }

    /** Depth first, at most as deep as there are partitions. */
    private void visit(int index) {
        if (states[index] == State.DONE) {
            return;
        }
        PartitionDraft partition = partitions.get(index);
        states[index] = State.ON_THE_WAY;
        way.push(index);
        partition.dependencies().forEach(on -> follow(partition, STRONG, on));
        partition.weakDependencies().forEach(on -> follow(partition, WEAK, on));
        way.pop();
        states[index] = State.DONE;
    }

    private void follow(PartitionDraft partition, String attribute, Node.Scalar on) {
        Integer next = owners.get(on.text());
        if (next == null) {
            return;
        }
        if (states[next] != State.ON_THE_WAY) {
            visit(next);
            return;
        }
        List<String> circle = new ArrayList<>();
        for (int index : way) {
            circle.addFirst(partitions.get(index).who());
            if (index == next) {
                break;
            }
        }
        circle.add(partitions.get(next).who());
        error(
                partition,
                attribute,
                on,
                "partitions depend on each other in a circle: " + String.join(", ", circle)
                        + "; leave out one of these dependencies");
    }

    private void error(PartitionDraft partition, String attribute, Node.Scalar on, String message) {
        report.error(partition.fields().at(on.line(), attribute), Rules.DEPENDENCIES, message);
    }
}
