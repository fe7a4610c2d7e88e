package org.partita.interfaces.memorymanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partita.api.ffa.Status;
import org.partita.lib.fixture.CallModel;
import org.partita.testkit.Shows;

/**
 * The state machines of FF-A Tables 5.9 to 5.12: all states that three endpoints and two regions, alone and together, can
 * reach by the tables, and every operation of every endpoint in each of them, with the result that the tables say.
 */
final class StateMachinesTest {
    private static final int REGIONS = 2;
    private static final int ENDPOINTS = 3;
    private static final List<TableState.Step> STEPS = TableState.steps(REGIONS, ENDPOINTS);

    private final Map<TableState, List<TableState.Step>> paths = new LinkedHashMap<>();
    private final Map<Status, Integer> refused = new EnumMap<>(Status.class);
    private final Set<String> pairs = new TreeSet<>();
    private int succeeded;

    /**
     * A region that is its Owner's alone, donated to one, or lent or shared with some who have it or not, is in 1 + 2 + 8 +
     * 8 = 19 states with two possible Receivers, in 1 + 1 + 2 + 2 = 6 with one, in 1 with none: an SP gives nothing to VMs.
     * Two regions are in the square of the sum over Owners, and in a transaction together in 18, 5 or 0 more.
     */
    @ParameterizedTest(name = "{0}, {1}, {2}: {3} states")
    @CsvSource({
        "0x8001, 0x8002, 0x8003, 3303", // (3 * 19)^2 + 3 * 18
        "1, 2, 3, 3303",
        "1, 2, 0x8001, 1557", // (2 * 19 + 1)^2 + 2 * 18
        "1, 0x8001, 0x8002, 989" // (19 + 2 * 6)^2 + 18 + 2 * 5
    })
    @Shows({"FFA-5.5-2", "FFA-5.5-3", "FFA-5.5-4", "FFA-5.5-5", "FFA-5.6-1"})
    @Shows({"FFA-5.5.1-11", "FFA-5.5.1-14", "FFA-5.5.1-16", "FFA-5.5.1-17"})
    @Shows({"FFA-5.5.1-18", "FFA-5.5.1-21", "FFA-5.5.1-23"})
    @Shows({"FFA-5.6.2-5", "FFA-5.7.2-5", "FFA-5.8.2-5"})
    @Shows({"FFA-5.9.2-1", "FFA-5.9.2-3", "FFA-5.9.2-5", "FFA-5.9.2-7"})
    @Shows({"FFA-5.6.1-2", "FFA-5.6.1-3", "FFA-5.6.1-4", "FFA-5.6.1-5", "FFA-5.6.1-6"})
    @Shows({"FFA-5.7.1-1", "FFA-5.7.1-2", "FFA-5.7.1-3", "FFA-5.7.1-4", "FFA-5.7.1-5", "FFA-5.7.1-6"})
    @Shows({"FFA-5.8.1-1", "FFA-5.8.1-2", "FFA-5.8.1-3", "FFA-5.8.1-4", "FFA-5.8.1-5", "FFA-5.8.1-6"})
    @Shows({"FFA-5.9.1-1", "FFA-5.9.1-2", "FFA-5.9.1-3", "FFA-5.9.1-4", "FFA-5.9.1-5", "FFA-5.9.1-6", "FFA-5.9-1"})
    void everyOperationInEveryState(int a, int b, int c, int count) {
        int[] ids = {a, b, c};
        TableState start = TableState.start(REGIONS, ENDPOINTS);
        paths.put(start, List.of());
        Deque<TableState> left = new ArrayDeque<>(List.of(start));
        while (!left.isEmpty()) {
            left.addAll(explored(left.removeFirst(), ids));
        }
        System.out.println("%x, %x, %x: %d states, %d operations succeeded, refused %s"
                .formatted(a, b, c, paths.size(), succeeded, refused));
        assertThat(paths).hasSize(count);
        assertThat(succeeded + refused.values().stream().mapToInt(n -> n).sum()).isEqualTo(count * STEPS.size());
        assertThat(pairs).as("Table 5.4").containsExactlyInAnyOrderElementsOf(TransitionTables.VALID_PAIRS);
    }

    /** Does everything in one state; states that are new. */
    private List<TableState> explored(TableState state, int[] ids) {
        List<TableState> found = new ArrayList<>();
        TableReplay real = replayed(state, ids);
        List<Object> before = real.snapshot();
        for (TableState.Step step : STEPS) {
            TableState.Result result = state.after(step, real::outwards);
            CallModel call = real.perform(step);
            if (!result.refusals().isEmpty()) {
                assertThat(call.status()).as("%s in %s", step, paths.get(state)).isIn(result.refusals());
                assertThat(real.snapshot())
                        .as("%s in %s", step, paths.get(state))
                        .isEqualTo(before);
                refused.merge(call.status(), 1, Integer::sum);
                continue;
            }
            assertThat(call.refusal()).as("%s in %s", step, paths.get(state)).isEqualTo("null without a rule");
            assertThat(real.states())
                    .as("after %s in %s", step, paths.get(state))
                    .isEqualTo(result.next().states());
            succeeded++;
            if (!paths.containsKey(result.next())) {
                List<TableState.Step> path = new ArrayList<>(paths.get(state));
                path.add(step);
                paths.put(result.next(), List.copyOf(path));
                count(result.next());
                found.add(result.next());
            }
            real = replayed(state, ids);
        }
        return found;
    }

    /** A platform of its own, brought to the state by the shortest way. */
    private TableReplay replayed(TableState state, int[] ids) {
        TableReplay real = new TableReplay(REGIONS, ids);
        for (TableState.Step step : paths.get(state)) {
            assertThat(real.perform(step).status())
                    .as("%s of %s", step, paths.get(state))
                    .isNull();
        }
        return real;
    }

    private void count(TableState state) {
        for (List<String> region : state.states()) {
            String owner = region.stream()
                    .filter(s -> s.startsWith("Owner"))
                    .findFirst()
                    .orElseThrow();
            List<String> others = new ArrayList<>(region);
            others.remove(owner);
            others.forEach(other -> pairs.add(owner + " " + other));
        }
    }
}
