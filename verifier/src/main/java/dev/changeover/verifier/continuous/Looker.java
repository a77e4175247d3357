package dev.changeover.verifier.continuous;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one thread that reads both databases: the walk, then suspects that the pipeline has passed, then users that just
 * changed, each when it is time. Whatever looks at chosen users rests four times as long as it took, because V1 has no index
 * that leads from a user to its rows.
 */
final class Looker {
    private static final String PART = "databases";
    private static final Duration BREATH = Duration.ofMillis(100);
    private static final long SHORTEST_REST = Duration.ofMillis(500).toNanos();
    private static final int REST_FACTOR = 4;
    private static final int MOST_USERS = 200;

    private final ContinuousConfig config;
    private final Looks looks;
    private final Findings findings;
    private final Walk walk;
    private final ChangedUsers changed;
    private final PassedPosition position;
    private final Condition condition;
    private long restUntil = System.nanoTime();
    private long changedChecked;
    private volatile Known known = Known.NOTHING;

    Looker(ContinuousConfig config, ChangedUsers changed, PassedPosition position, Condition condition, Clock clock) {
        this.config = config;
        this.changed = changed;
        this.position = position;
        this.condition = condition;
        looks = new Looks(config);
        findings = new Findings(config.patience().rounds());
        walk = new Walk(config, looks, findings, clock);
    }

    /** What was known after the last look. Safe for any thread. */
    Known known() {
        return known;
    }

    void run() throws InterruptedException {
        condition.repeat(PART, () -> {
            try {
                walk.step();
                lookAgain();
                lookAtChanged();
                condition.over(PART);
            } finally {
                publish();
            }
            condition.pause(BREATH);
        });
    }

    private void lookAgain() throws InterruptedException {
        if (findings.suspects() == 0) {
            position.wantNothing();
            return;
        }
        findings.waitFor(position);
        List<Long> ready = findings.readyBehind(position, MOST_USERS);
        if (ready.isEmpty() || isResting()) {
            return;
        }
        long start = System.nanoTime();
        Set<Long> unseen = new HashSet<>(ready);
        unseen.removeAll(looks.users(ready, (result, lsn) -> {
            walk.lookedAt(lsn);
            findings.seeAgain(result, lsn, System.nanoTime());
        }));
        findings.nowhere(unseen);
        rest(start);
    }

    private void lookAtChanged() throws InterruptedException {
        if (changed.isEmpty() || isResting()) {
            return;
        }
        long start = System.nanoTime();
        changedChecked +=
                looks.changed(changed, MOST_USERS, (result, lsn) -> findings.see(result, null, lsn, System.nanoTime()));
        rest(start);
    }

    private boolean isResting() {
        return System.nanoTime() - restUntil < 0;
    }

    private void rest(long start) {
        long now = System.nanoTime();
        restUntil = now + Math.max(SHORTEST_REST, REST_FACTOR * (now - start));
    }

    private void publish() {
        long longAgo = System.nanoTime() - config.patience().drain().toNanos();
        known = new Known(
                walk.last(),
                walk.passes(),
                walk.current().map(pass -> new Known.UnderWay(pass.startedAt(), pass.seen(), pass.users())),
                findings.mismatchedUsers(),
                findings.mismatches(),
                findings.suspects(),
                findings.suspectsSince(longAgo),
                findings.changing(),
                changedChecked,
                looks.rowsOfV1(),
                looks.rowsOfTarget());
    }
}
