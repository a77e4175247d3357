package dev.changeover.torture.work;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks into V2 on a thread of its own until every strike is recovered from. Safe for any thread. */
final class RecoveryWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final Probes probes;
    private final Session v2;
    private final Consumer<Strike> recovered;
    private final List<Struck> open = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "recovery-watch");

    /** A strike whose recovery is not yet known; {@code nextProbe} is the first one that came after it. */
    private record Struck(String what, int inFlight, long atNanos, long nextProbe) {}

    private RecoveryWatch(Probes probes, DatabaseAddress v2, Consumer<Strike> recovered) {
        this.probes = requireNonNull(probes, "probes");
        this.v2 = new Session(v2);
        this.recovered = requireNonNull(recovered, "recovered");
    }

    static RecoveryWatch start(Probes probes, DatabaseAddress v2, Consumer<Strike> recovered) {
        RecoveryWatch watch = new RecoveryWatch(probes, v2, recovered);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    synchronized void add(String what, int inFlight, long atNanos, long nextProbe) {
        open.add(new Struck(what, inFlight, atNanos, nextProbe));
        notifyAll();
    }

    /** Waits until none is open; the descriptions of those that are after this time. */
    synchronized List<String> await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!open.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return open.stream().map(Struck::what).toList();
            }
            wait(left);
        }
        return List.of();
    }

    private void run() {
        try {
            while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (hasOpen()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            v2.close();
        }
    }

    private synchronized boolean hasOpen() {
        return !open.isEmpty();
    }

    private void look() {
        Set<Long> there;
        try {
            there = new HashSet<>(probes.in(v2));
        } catch (SQLException e) {
            return; // V2 is away, which may be the fault
        }
        long now = System.nanoTime();
        synchronized (this) {
            for (Struck each : List.copyOf(open)) {
                if (isRecovered(each, there)) {
                    open.remove(each);
                    recovered.accept(new Strike(each.what, each.inFlight, Duration.ofNanos(now - each.atNanos)));
                }
            }
            notifyAll();
        }
    }

    /** All before the strike, and one for each user after it. */
    private boolean isRecovered(Struck strike, Set<Long> there) {
        NavigableSet<Long> acknowledged = probes.acknowledged();
        List<Long> followers = acknowledged.tailSet(strike.nextProbe, true).stream()
                .limit(Probes.USERS)
                .toList();
        return followers.size() == Probes.USERS
                && there.containsAll(followers)
                && there.containsAll(acknowledged.headSet(strike.nextProbe, false));
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
