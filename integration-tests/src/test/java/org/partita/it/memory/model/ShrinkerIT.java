package org.partita.it.memory.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.BundleContext;
import org.partita.api.descriptor.MemoryTransaction;
import org.partita.it.memory.model.Sequence.Failure;
import org.partita.it.platform.MemoryPlatform;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** A model that is wrong is found out, by a sequence of which no step can be left out. */
@PlatformTest(MemoryPlatform.class)
class ShrinkerIT {
    private static final int STEPS = 200;

    @Inject
    BundleContext framework;

    @TempDir
    Path noManifests;

    /** What is wrong with the model, and the calls that it takes to notice. */
    enum Mistake {
        LENDERS_KEEP_ACCESS("LEND") {
            @Override
            void sent(Model model, Operation.Send s) {
                if (s.type() == org.partita.api.descriptor.TransactionType.LEND) {
                    Model.addresses(s.ranges()).stream()
                            .map(a -> model.at(s.caller(), a))
                            .filter(p -> p != null)
                            .forEach(p -> p.in = null);
                }
            }
        },
        NOBODY_RETRIEVES("any send", "RETRIEVE") {
            @Override
            void retrieved(Model model, Operation.Retrieve s) {
                Transaction t = model.transactions().get(s.handle());
                if (t != null) {
                    t.borrowers().forEach(b -> b.times = 0);
                }
            }
        },
        A_CRASH_CHANGES_NOTHING("CRASHES") {
            @Override
            boolean crashes() {
                return false;
            }
        };

        private final int calls;

        Mistake(String... calls) {
            this.calls = calls.length;
        }

        void sent(Model model, Operation.Send s) {}

        void retrieved(Model model, Operation.Retrieve s) {}

        boolean crashes() {
            return true;
        }

        Effects of(Model model) {
            return new Effects(model) {
                @Override
                void sent(Operation.Send s, long handle) {
                    super.sent(s, handle);
                    Mistake.this.sent(model, s);
                }

                @Override
                void retrieved(Operation.Retrieve s, MemoryTransaction response) {
                    super.retrieved(s, response);
                    Mistake.this.retrieved(model, s);
                }

                @Override
                void crashed(int id) {
                    if (crashes()) {
                        super.crashed(id);
                    } else {
                        model.gone(id);
                    }
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongModelIsShownByAsFewStepsAsItTakes(Mistake mistake) {
        try (Trials trials = new Trials(framework, noManifests, mistake::of)) {
            trials.anew();
            List<Long> steps = Sequence.steps(1, STEPS);
            Failure failure = trials.run(steps);
            assertThat(failure).as("%s is found", mistake).isNotNull();

            List<Long> minimal = trials.shrunk(steps.subList(0, failure.step()));

            AssertionError error = trials.error(failure, minimal);
            assertThat(minimal).as("%s", error).hasSize(mistake.calls);
            assertThat(error)
                    .hasMessageContaining(mistake.calls + " steps suffice")
                    .hasMessageContaining(Trials.command(minimal));
            for (int i = 0; i < minimal.size(); i++) {
                List<Long> less = new ArrayList<>(minimal);
                less.remove(i);
                trials.anew();
                assertThat(trials.run(less))
                        .as("without step %d of %s", i, error)
                        .isNull();
            }
        }
    }

    /** Two elements far apart, and one thing that only holds of some lengths. */
    @Test
    void whatIsLeftFailsAndNothingOfItCanBeLeftOut() {
        List<Integer> all = Stream.iterate(0, i -> i + 1).limit(100).toList();
        assertThat(Shrinker.minimal(all, l -> l.contains(7) && l.contains(93))).containsExactly(7, 93);
        assertThat(Shrinker.minimal(all, l -> l.size() >= 13)).hasSize(13);
        assertThat(Shrinker.minimal(Arrays.asList(1), l -> true)).containsExactly(1);
    }
}
