package org.partita.benchmarks.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectGraphTest {
    private final ObjectGraph graph = new ObjectGraph();

    /** Refers to others. */
    private static class Node {
        final Object[] others;
        final int number = 7;

        Node(Object... others) {
            this.others = others;
        }
    }

    private static final class Special extends Node {
        Special(Object... others) {
            super(others);
        }
    }

    @Test
    void whatIsReachedInAnotherWayTooIsNotRetained() {
        Node shared = new Node();
        Node own = new Node();
        Node target = new Special(own, shared);
        Node root = new Node(target, shared);

        assertThat(graph.retained(List.of(target), List.of(root)))
                .contains(target, target.others, own, own.others)
                .doesNotContain(shared, root)
                .hasSize(4);
    }

    @Test
    void whatRefersToItsOwnerIsRetainedAndItsOwnerIsNot() {
        Object[] slot = new Object[1];
        Node target = new Node((Object) slot);
        Node root = new Node(target);
        slot[0] = root;

        assertThat(graph.retained(List.of(target), List.of(root)))
                .containsExactlyInAnyOrder(target, target.others, slot);
    }

    @Test
    void classesAndConstantsAreNobodys() {
        Node target = new Node(String.class, Thread.State.NEW);

        assertThat(graph.retained(List.of(target), List.of())).containsExactlyInAnyOrder(target, target.others);
    }

    @Test
    void fieldsOfAnyKindAreFoundByName() {
        Node node = new Special();

        assertThat(ObjectGraph.field(node, "number")).isEqualTo(7);
        assertThatThrownBy(() -> ObjectGraph.field(node, "gone"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no field gone");
    }
}
