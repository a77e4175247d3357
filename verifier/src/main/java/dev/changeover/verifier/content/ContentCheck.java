package dev.changeover.verifier.content;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.verifier.read.DatabaseSide;
import dev.changeover.verifier.read.Snapshot;
import dev.changeover.verifier.read.UserSelection;
import dev.changeover.verifier.report.ContentFinding;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compares all users. With a pipeline whose position can be asked for, a difference is only a suspicion: the pipeline is
 * waited for and that user is looked at again in new snapshots, until it is equal, or differs in the same way twice
 * while nobody wrote to it in V1 in between. Without one, both databases are taken to be quiet. Used once, by one
 * thread.
 */
public final class ContentCheck {
    private final DatabaseAddress v1;
    private final DatabaseAddress target;
    private final ContentLook look;
    private final Patience patience;
    private final Tally tally;

    /**
     * What the check found.
     *
     * @param lsn V1's position of the last look
     * @param fromLsn V1's position of the first look
     * @param problem why some users could not be settled
     */
    public record Ending(long lsn, long fromLsn, ContentFinding finding, Optional<String> problem) {}

    public ContentCheck(
            DatabaseAddress v1, DatabaseAddress target, ContentLook look, Patience patience, int mostListed) {
        this.v1 = v1;
        this.target = target;
        this.look = look;
        this.patience = patience;
        this.tally = new Tally(mostListed);
    }

    /** Both databases are quiet: what differs is a mismatch. */
    public Ending whileQuiet(UserSelection selection) throws InterruptedException {
        long lsn = look(selection, tally::add);
        return new Ending(lsn, lsn, tally.finding(), Optional.empty());
    }

    /** Waits for what is under way now: it would only make suspects. The answer itself does not matter yet. */
    public void awaitWhatIsUnderWay(PipelinePosition pipeline) throws InterruptedException {
        Object ignored = pipeline.awaitPassed(currentLsn(), patience.drain());
    }

    /** Both databases are written to, and what was under way was waited for: what differs is looked at again. */
    public Ending whileWritten(UserSelection selection, PipelinePosition pipeline) throws InterruptedException {
        Map<Long, UserResult> suspects = new TreeMap<>();
        long fromLsn = look(selection, result -> settleOr(suspects, result));
        long lsn = fromLsn;
        for (int round = 1; round <= patience.rounds() && !suspects.isEmpty(); round++) {
            PipelinePosition.Answer answer = pipeline.awaitPassed(lsn, patience.drain());
            if (!(answer instanceof PipelinePosition.Answer.Passed)) {
                suspects.values().forEach(tally::addUnsettled);
                return new Ending(lsn, fromLsn, tally.finding(), Optional.of(answer.words()));
            }
            Map<Long, UserResult> before = Map.copyOf(suspects);
            boolean last = round == patience.rounds();
            suspects.clear();
            lsn = look(
                    UserSelection.of(before.keySet().stream().sorted().toList()),
                    result -> settleAgain(suspects, before.get(result.v1UserId()), result, last));
        }
        suspects.values().forEach(tally::addChanging);
        return new Ending(lsn, fromLsn, tally.finding(), Optional.empty());
    }

    private void settleOr(Map<Long, UserResult> suspects, UserResult result) {
        if (result.differs()) {
            suspects.put(result.v1UserId(), result);
        } else {
            tally.add(result);
        }
    }

    /**
     * Between the two looks the pipeline passed all that the first one saw. So what still differs is a mismatch, unless
     * V1 wrote to the user since. The findings must be the same too: a row that came and went in between is none.
     */
    private void settleAgain(
            Map<Long, UserResult> suspects,
            @org.jspecify.annotations.Nullable UserResult before,
            UserResult now,
            boolean last) {
        boolean unwritten = before != null && before.stamp() == now.stamp();
        boolean same = before != null && before.mismatches().equals(now.mismatches());
        if (!now.differs() || (unwritten && (same || last))) {
            tally.add(now);
        } else {
            suspects.put(now.v1UserId(), now);
        }
    }

    /** The target is looked at first, so that it cannot have anything that V1 had not at its look. */
    private long look(UserSelection selection, Consumer<UserResult> results) throws InterruptedException {
        try (Snapshot ofTarget = Snapshot.open(DatabaseSide.TARGET, target);
                Snapshot ofV1 = Snapshot.open(DatabaseSide.V1, v1)) {
            long lsn = ofV1.lsn();
            look.run(ofV1, ofTarget, selection, results);
            return lsn;
        }
    }

    private long currentLsn() {
        try (Snapshot now = Snapshot.open(DatabaseSide.V1, v1)) {
            return now.lsn();
        }
    }
}
