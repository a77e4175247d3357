package dev.changeover.verifier.continuous;

import dev.changeover.verifier.content.Tally;
import dev.changeover.verifier.content.UserResult;
import dev.changeover.verifier.report.ContentFinding;
import java.time.Duration;
import java.time.Instant;

/**
 * One walk over all users in V1 id order. It has ended when every user was looked at and every suspect among them settled,
 * or given up waiting for. Confined to the thread that looks.
 */
final class Pass {
    private static final int MOST_LISTED = 100;

    private final Instant startedAt;
    private final long startNanos;
    private final long users;
    private final int usersInSlice;
    private final Tally tally = new Tally(MOST_LISTED);
    private long after = Long.MIN_VALUE;
    private long fromLsn;
    private long lsn;
    private long seen;
    private long walkedNanos;
    private boolean walked;
    private long open;
    private long notFollowed;

    /**
     * Nobody was looked at yet.
     *
     * @param users how many there are, about
     * @param usersInSlice how many to look at in one pair of snapshots
     */
    Pass(Instant startedAt, long startNanos, long users, int usersInSlice) {
        this.startedAt = startedAt;
        this.startNanos = startNanos;
        this.users = users;
        this.usersInSlice = usersInSlice;
    }

    /**
     * A pass that has ended.
     *
     * @param fromLsn V1's position at its first look
     * @param lsn V1's position at its last look
     * @param notFollowed users that differed when too many others did, and were not looked at again
     */
    record Ended(
            Instant startedAt,
            Instant endedAt,
            long endNanos,
            Duration took,
            long fromLsn,
            long lsn,
            ContentFinding finding,
            long notFollowed) {}

    long after() {
        return after;
    }

    int usersInSlice() {
        return usersInSlice;
    }

    Instant startedAt() {
        return startedAt;
    }

    long startNanos() {
        return startNanos;
    }

    long seen() {
        return seen;
    }

    long users() {
        return Math.max(users, seen);
    }

    boolean isWalked() {
        return walked;
    }

    /** When the next slice shall be looked at, if the walk is to take this long. */
    long dueNanos(Duration walk) {
        return startNanos + (long) (walk.toNanos() * ((double) seen / Math.max(1, users())));
    }

    /** The walk has come to this user; should a database go away now, it goes on behind it. */
    void reached(long userId, long positionOfV1) {
        after = userId;
        seen++;
        lookedAt(positionOfV1);
    }

    void lookedAt(long positionOfV1) {
        fromLsn = fromLsn == 0 ? positionOfV1 : fromLsn;
        lsn = Math.max(lsn, positionOfV1);
    }

    void skipTo(long userId) {
        after = userId;
    }

    void walkedTo(long nowNanos) {
        walked = true;
        walkedNanos = nowNanos;
    }

    void settled(UserResult result) {
        tally.add(result);
    }

    void changing(UserResult result) {
        tally.addChanging(result);
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    void notFollowed(UserResult result) {
        notFollowed++;
        tally.addUnsettled(result);
    }

    boolean hasEnded(Duration patience, long nowNanos) {
        return walked && (open == 0 || nowNanos - walkedNanos > patience.toNanos());
    }

    Ended ended(Instant now, long nowNanos) {
        return new Ended(
                startedAt,
                now,
                nowNanos,
                Duration.ofNanos(nowNanos - startNanos),
                fromLsn,
                lsn,
                tally.finding(),
                notFollowed);
    }
}
