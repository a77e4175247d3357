package dev.changeover.verifier.content;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.verifier.report.ContentFinding;
import dev.changeover.verifier.report.Counted;
import dev.changeover.verifier.report.HeldBack;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.QuarantinedUser;
import dev.changeover.verifier.report.TableCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds results up. What it holds does not grow with the users: it counts everything and lists the first. */
public final class Tally {
    /** Things of one kind: all counted, the first listed. */
    private static final class Listed<T> {
        private final int most;
        private final List<T> items = new ArrayList<>();
        private long total;

        Listed(int most) {
            this.most = most;
        }

        void add(T item) {
            total++;
            if (items.size() < most) {
                items.add(item);
            }
        }

        Counted<T> counted() {
            return new Counted<>(total, items);
        }
    }

    private record CountKey(String table, Outcome cohort) {}

    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<CountKey, TableCount> counts = new HashMap<>();
    private final Listed<Mismatch> mismatches;
    private final Listed<QuarantinedUser> quarantined;
    private final Listed<HeldBack> heldBack;
    private final Listed<Long> changing;
    private final Listed<Long> unsettled;
    private long deletedInV1;
    private long usersCompared;
    private long rowsCompared;
    private boolean eligible;

    /**
     * Nothing was added yet.
     *
     * @param mostListed of each kind; all are counted
     */
    public Tally(int mostListed) {
        mismatches = new Listed<>(mostListed);
        quarantined = new Listed<>(mostListed);
        heldBack = new Listed<>(mostListed);
        changing = new Listed<>(mostListed);
        unsettled = new Listed<>(mostListed);
    }

    /** A result that stands. */
    public void add(UserResult result) {
        count(result);
        usersCompared += result.compared() ? 1 : 0;
        rowsCompared += result.rowsCompared();
        result.mismatches().forEach(mismatches::add);
        result.quarantined().ifPresent(quarantined::add);
        result.heldBack().forEach(heldBack::add);
        for (TableCount count : result.counts()) {
            counts.merge(new CountKey(count.table(), count.cohort()), count, Tally::sum);
        }
    }

    /** A user that was different at every look, and whose V1 rows were too. */
    public void addChanging(UserResult last) {
        count(last);
        changing.add(last.v1UserId());
    }

    /** A user that differs, while nobody knows whether the pipeline has seen its last change. */
    public void addUnsettled(UserResult last) {
        count(last);
        unsettled.add(last.v1UserId());
    }

    private void count(UserResult result) {
        result.outcome().ifPresentOrElse(outcome -> outcomes.merge(outcome, 1L, Long::sum), () -> deletedInV1++);
        eligible |= result.eligible();
    }

    private static TableCount sum(TableCount a, TableCount b) {
        return new TableCount(
                a.table(), a.cohort(), a.expected() + b.expected(), a.found() + b.found(), a.heldBack() + b.heldBack());
    }

    /** What was added until now. */
    public ContentFinding finding() {
        List<TableCount> ordered = counts.values().stream()
                .sorted(Comparator.comparing(TableCount::cohort)
                        .thenComparing(
                                count -> MigrationPlan.table(count.table()).number()))
                .toList();
        return new ContentFinding(
                outcomes,
                deletedInV1,
                usersCompared,
                rowsCompared,
                eligible,
                mismatches.counted(),
                quarantined.counted(),
                heldBack.counted(),
                changing.counted(),
                unsettled.counted(),
                ordered);
    }
}
