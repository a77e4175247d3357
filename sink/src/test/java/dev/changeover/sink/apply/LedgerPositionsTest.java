package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is delivered, repeated, rebalanced or lost in whatever order, each user ends at its newest document, applied once. */
class LedgerPositionsTest {
    private static final int STEPS = 60;

    /** A ledger that keeps positions, and asks the rule whether a document is stale. */
    private static final class LedgerInMemory implements TwoSinksModel.Target {
        private final Map<Long, Position> positions = new HashMap<>();
        private final BiPredicate<Delivery, Position> isStale;

        private LedgerInMemory(BiPredicate<Delivery, Position> isStale) {
            this.isStale = isStale;
        }

        @Override
        public Set<Position> apply(List<Delivery> deliveries) {
            Set<Position> written = new HashSet<>();
            Delivery.latestPerUser(deliveries).forEach((user, delivery) -> {
                Position applied = positions.get(user);
                if (applied == null || !isStale.test(delivery, applied)) {
                    positions.put(user, delivery.position());
                    written.add(delivery.position());
                }
            });
            return written;
        }
    }

    private static void run(
            List<TwoSinksModel.Step> steps, BiPredicate<Delivery, Position> rule, boolean commitsBeforeItApplies)
            throws Exception {
        new TwoSinksModel(
                        new LedgerInMemory(rule),
                        (user, version) -> new UserDocument.Deleted(user),
                        1,
                        commitsBeforeItApplies)
                .run(steps);
    }

    @Property(tries = 3_000)
    void anyInterleavingEndsAtTheNewestDocumentsAppliedOnceAndNeverGoesBack(
            @ForAll("steps") List<TwoSinksModel.Step> steps) throws Exception {
        run(steps, Delivery::isStaleAfter, false);
    }

    @Provide
    Arbitrary<List<TwoSinksModel.Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(TwoSinksModel.Step.Kind.class),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 5))
                .as(TwoSinksModel.Step::new)
                .list()
                .ofMaxSize(STEPS);
    }

    @Example
    void withoutTheLookAtThePositionSomeUserGoesBack() {
        assertThat(violations((delivery, applied) -> false, false)).contains("never goes back");
    }

    @Example
    void ifOnlyOlderPositionsWereStaleSomeDocumentIsAppliedTwice() {
        assertThat(violations(
                        (delivery, applied) -> delivery.isStaleAfter(applied)
                                && !delivery.position().equals(applied),
                        false))
                .contains("applied once");
    }

    @Example
    void ifADocumentTriedAgainWereNeverStaleSomeUserGoesBack() {
        assertThat(violations((delivery, applied) -> !delivery.again() && delivery.isStaleAfter(applied), false))
                .contains("never goes back");
    }

    @Example
    void ifOffsetsWereCommittedBeforeDocumentsAreAppliedSomeDocumentIsLost() {
        assertThat(violations(Delivery::isStaleAfter, true)).contains("ends at its newest document");
    }

    /** The promises that many interleavings break, each the first that its interleaving broke. */
    private static String violations(BiPredicate<Delivery, Position> rule, boolean commitsBeforeItApplies) {
        Random random = new Random(4);
        Set<String> broken = new TreeSet<>();
        for (int attempt = 0; attempt < 3_000; attempt++) {
            try {
                run(randomSteps(random, STEPS), rule, commitsBeforeItApplies);
            } catch (AssertionError e) {
                broken.add(String.valueOf(e.getMessage()));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return broken.toString();
    }

    static List<TwoSinksModel.Step> randomSteps(Random random, int number) {
        TwoSinksModel.Step.Kind[] kinds = TwoSinksModel.Step.Kind.values();
        return IntStream.range(0, number)
                .mapToObj(step -> new TwoSinksModel.Step(
                        kinds[random.nextInt(kinds.length)], random.nextInt(2), random.nextInt(6)))
                .toList();
    }
}
