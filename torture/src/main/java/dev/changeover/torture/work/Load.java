package dev.changeover.torture.work;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import dev.changeover.local.sample.LiveWorkloadReport;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Both applications at work, and the probes among them. Confined to one thread. */
public final class Load implements AutoCloseable {
    private static final int EVERY_SECOND = 20;
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;

    private final LiveWorkload workload;
    private final Probes probes;
    private final RecoveryWatch watch;
    private final Session v1;
    private final Session v2;

    private Load(
            LiveWorkload workload, Probes probes, Consumer<Strike> recovered, DatabaseAddress v1, DatabaseAddress v2) {
        this.workload = requireNonNull(workload, "workload");
        this.probes = requireNonNull(probes, "probes");
        this.watch = RecoveryWatch.start(probes, v2, recovered);
        this.v1 = new Session(v1);
        this.v2 = new Session(v2);
    }

    /**
     * Starts both applications and the probes.
     *
     * @param firstProbe not less than {@link #nextProbe()} of any load before in this world
     * @param recovered told each strike once it is recovered from, on a thread of the load
     */
    public static Load start(
            DatabaseAddress v1, DatabaseAddress v2, long seed, long firstProbe, Consumer<Strike> recovered) {
        return new Load(
                LiveWorkload.start(new LiveWorkloadConfig(v1, v2, EVERY_SECOND, EVERY_SECOND, seed, false)),
                Probes.start(v1, firstProbe),
                recovered,
                v1,
                v2);
    }

    /** Does it; it must have its effect when this returns. */
    @FunctionalInterface
    public interface Blow {
        void strike() throws InterruptedException;
    }

    /**
     * Strikes, and counts what was in flight: what is acknowledged before and is not in V2 afterwards.
     *
     * @return that number
     */
    public int strike(String what, Blow blow) throws InterruptedException {
        NavigableSet<Long> before = probes.acknowledgedJustNow();
        long next = probes.next();
        long at = System.nanoTime();
        blow.strike();
        arrived().forEach(before::remove);
        watch.add(what, before.size(), at, next);
        return before.size();
    }

    /** When the commits are counted that were in flight in an outage. */
    public enum Counted {
        /** Acknowledged before it; V2 is asked as soon as it has begun. */
        AT_ITS_BEGIN,
        /** Acknowledged while it lasts: V2 itself is down and cannot have them. Asked when it is back, it would have them. */
        WHILE_V2_IS_DOWN,
        /** Acknowledged before its end: it takes a while until it is felt. */
        AT_ITS_END
    }

    /**
     * Something is down for a while; the recovery counts from its end.
     *
     * @param lasting waits for as long as it shall last
     * @return how many commits were in flight
     */
    public int outage(String what, Blow down, Blow lasting, Blow up, Counted counted) throws InterruptedException {
        NavigableSet<Long> before = probes.acknowledgedJustNow();
        try {
            down.strike();
            if (counted == Counted.AT_ITS_BEGIN) {
                arrived().forEach(before::remove);
            }
            NavigableSet<Long> atBegin = probes.acknowledged();
            lasting.strike();
            if (counted != Counted.AT_ITS_BEGIN) {
                before = probes.acknowledged();
            }
            if (counted == Counted.WHILE_V2_IS_DOWN) {
                before.removeAll(atBegin);
            }
        } finally {
            up.strike();
        }
        long at = System.nanoTime();
        long next = probes.next();
        if (counted != Counted.AT_ITS_BEGIN) {
            List<Long> there = arrived(); // waits until V2 answers again, whatever it says
            if (counted == Counted.AT_ITS_END) {
                there.forEach(before::remove);
            }
        }
        watch.add(what, before.size(), at, next);
        return before.size();
    }

    /** Commits that V1 has acknowledged and V2 does not have; all of them, when V2 cannot be asked. */
    public int inFlight() {
        NavigableSet<Long> waiting = probes.acknowledged();
        try {
            probes.in(v2).forEach(waiting::remove);
        } catch (SQLException e) {
            // V2 itself is away
        }
        return waiting.size();
    }

    /** Waits until all strikes are recovered from; those that are not after this time. */
    public List<String> awaitRecovery(Duration atMost) throws InterruptedException {
        return watch.await(atMost);
    }

    private List<Long> arrived() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        while (true) {
            try {
                return probes.in(v2);
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("V2 cannot be read for " + LONGEST_OUTAGE.toSeconds() + " s", e);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Ends all work on both sides; what is acknowledged until then is in {@link #journal}. */
    public void stop() {
        workload.close();
        probes.close();
    }

    /** What the journal says against both databases; after {@link #stop()}, and when the pipeline has passed all of it. */
    public Journal journal() throws SQLException {
        Set<Long> acknowledged = probes.acknowledged();
        List<Long> there = probes.in(v2);
        Set<Long> distinct = new HashSet<>(there);
        Set<Long> lost = new HashSet<>(acknowledged);
        lost.removeAll(distinct);
        Set<Long> lostInV1 = new HashSet<>(acknowledged);
        lostInV1.removeAll(new HashSet<>(probes.in(v1)));
        LiveWorkloadReport report = workload.report();
        return new Journal(
                report.v1().transactions() + acknowledged.size(),
                report.v2().transactions(),
                lost.size(),
                there.size() - distinct.size(),
                lostInV1.size() + workload.appleRowsChangedByOthers().size(),
                workload.androidRowsChangedByOthers().size());
    }

    /** Takes the probes out of V1 again, so that their users stay small. After {@link #journal}. */
    public void withdraw() throws SQLException {
        probes.withdraw();
    }

    /** Where the next load of this world starts to count. */
    public long nextProbe() {
        return probes.next();
    }

    @Override
    public void close() {
        stop();
        watch.close();
        v1.close();
        v2.close();
    }
}
