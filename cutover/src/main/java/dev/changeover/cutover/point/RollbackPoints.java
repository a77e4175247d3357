package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rollback points of one target. Confined to one thread. */
public final class RollbackPoints {
    private static final Logger LOG = LoggerFactory.getLogger(RollbackPoints.class);
    private static final String FOLDER = "rollback-points";
    private static final Duration FRESH = Duration.ofDays(1);
    private static final DateTimeFormatter IN_NAMES =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final PointFolder folder;
    private final DatabaseAddress target;
    private final Clock clock;

    /**
     * Touches nothing yet.
     *
     * @param environment {@code staging} or {@code production}
     */
    public RollbackPoints(Path stateDirectory, String environment, DatabaseAddress target, Clock clock) {
        this.folder = new PointFolder(stateDirectory.resolve(FOLDER).resolve(environment));
        this.target = requireNonNull(target, "target");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Copies the target's user data. Killed in the middle, what it left is removed by the next.
     *
     * @param name empty: by the time
     * @param finishing called when all is copied: from here on there is a point
     * @throws ProblemException if the name is taken, the target refuses, or the disk does
     */
    public PointManifest create(Optional<String> name, Runnable finishing) {
        Instant now = clock.instant();
        return create(name.orElseGet(() -> IN_NAMES.format(now)), now, false, finishing);
    }

    private PointManifest create(String chosen, Instant now, boolean beginning, Runnable finishing) {
        PointManifest made = locked(() -> {
            requireFree(chosen);
            Path making = folder.begin(chosen);
            boolean complete = false;
            try {
                PointManifest manifest = make(making, chosen, now, beginning);
                finishing.run();
                folder.complete(making, chosen);
                complete = true;
                return manifest;
            } finally {
                if (!complete) {
                    PointFolder.remove(making);
                }
            }
        });
        LOG.atInfo()
                .addKeyValue("name", made.name())
                .addKeyValue("rows", made.rows())
                .addKeyValue("bytes", made.sizeBytes())
                .log("rollback point made");
        return made;
    }

    /**
     * Makes a point if nothing was migrated yet, unless there is one of this ledger and the last day: what others write after a point is an
     * obstacle on the way back to it. Without a ledger always, since a point that is there may be of before a restore, or of before another
     * migration, whose ledger was cleaned up.
     *
     * @return the point that was made
     */
    public Optional<PointManifest> createBeforeFirstWrite() {
        boolean needed;
        try (Connection connection = TargetSession.open(target)) {
            TargetSession.beginSnapshot(connection);
            TargetMark here = TargetMark.read(connection);
            Instant yesterday = clock.instant().minus(FRESH);
            Predicate<PointManifest> stillGood = point -> here.ledgerId().isPresent()
                    && here.equals(point.target())
                    && point.createdAt().isAfter(yesterday);
            needed = !hasMigrated(connection) && folder.list().stream().noneMatch(stillGood);
        } catch (SQLException e) {
            throw refused(e);
        }
        if (!needed) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return Optional.of(create("before-first-write-" + IN_NAMES.format(now), now, true, () -> {}));
    }

    /** The complete points, oldest first. */
    public List<PointManifest> list() {
        return folder.list();
    }

    /**
     * The point of that name.
     *
     * @throws ProblemException if there is none, or its manifest says nothing
     */
    public PointData find(String name) {
        return new PointData(folder.find(name), folder.of(name));
    }

    /**
     * The newest complete point.
     *
     * @throws ProblemException if there is none at all
     */
    public PointData latest() {
        List<PointManifest> points = folder.list();
        if (points.isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.REFUSED,
                            "There is no rollback point",
                            folder.path() + " has none",
                            "make one with: rollback-point create; if points were made with another state directory, name that"));
        }
        return find(points.get(points.size() - 1).name());
    }

    /** Deletes the point of that name, complete or not. */
    public void delete(String name) {
        locked(() -> {
            if (!folder.exists(name)) {
                folder.find(name); // says best that there is none
            }
            folder.delete(name);
            return name;
        });
        LOG.atInfo().addKeyValue("name", name).log("rollback point deleted");
    }

    /**
     * Deletes what the retention does not keep.
     *
     * @param stopRequested asked before each point
     * @return whether nothing of that is left; what is left goes the next time
     */
    public boolean prune(Retention retention, BooleanSupplier stopRequested) {
        for (PointManifest doomed : retention.toDelete(folder.list(), clock.instant())) {
            if (stopRequested.getAsBoolean()) {
                return false;
            }
            delete(doomed.name());
        }
        return true;
    }

    /**
     * Restores the point into a scratch schema and compares.
     *
     * @return the rows compared
     * @throws ProblemException saying what is wrong with the point
     */
    public long check(PointData point) {
        point.requireIntact();
        try (Connection connection = TargetSession.open(target)) {
            TargetSession.begin(connection);
            try {
                return new PointCheck(connection, point).run();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw refused(e);
        } catch (IOException e) {
            throw disk(e);
        }
    }

    private PointManifest make(Path making, String name, Instant now, boolean beginning) throws IOException {
        try (Connection connection = TargetSession.open(target)) {
            TargetSession.beginSnapshot(connection);
            PointManifest manifest = new PointMaking(connection, making).make(name, now, beginning);
            connection.rollback();
            return manifest;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private void requireFree(String name) {
        if (folder.exists(name)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "There is a rollback point " + name + " already",
                    "a point is never overwritten",
                    "choose another --name, or delete that point first"));
        }
    }

    private static boolean hasMigrated(Connection connection) throws SQLException {
        return Ask.truth(connection, "SELECT to_regclass('changeover.migrated_row') IS NOT NULL")
                && Ask.truth(connection, "SELECT EXISTS (SELECT FROM changeover.migrated_row)");
    }

    private <T> T locked(Work<T> work) {
        try {
            OwnerOnly.folder(folder.path());
            PointLock lock = PointLock.take(folder.path());
            try {
                return work.run();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw disk(e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private ProblemException refused(SQLException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The target at " + target + " did not let the rollback point be read or tried",
                        "SQLSTATE " + e.getSQLState(),
                        "the user needs SELECT on all tables that reference users and, for check, CREATE on the database;"
                                + " look into the server's log for more"),
                e);
    }

    private ProblemException disk(IOException e) {
        return new ProblemException(
                new Problem(
                        Problem.Kind.REFUSED,
                        "The rollback point could not be written, read or deleted in " + folder.path(),
                        e.getClass().getSimpleName()
                                + (Files.isWritable(folder.path()) ? "" : ", and the folder is not writable"),
                        "make room on the disk, and let this user write there"),
                e);
    }
}
