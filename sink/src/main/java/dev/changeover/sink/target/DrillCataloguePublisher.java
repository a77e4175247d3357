package dev.changeover.sink.target;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.TargetTopics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalogue topic equal to the target's drills, from a thread of its own, until closed. While target or broker are away it
 * tries again at the next look; {@link #problem} says so. Safe for any thread.
 */
public final class DrillCataloguePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DrillCataloguePublisher.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final TargetDatabase database;
    private final DrillCatalogueReader reader;
    private final CatalogueTopic topic;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "changeover-catalogue");
        made.setDaemon(true);
        return made;
    });
    private volatile String publishedVersion;
    private volatile @Nullable Problem problem;

    private DrillCataloguePublisher(
            TargetDatabase database, DrillCatalogueReader reader, CatalogueTopic topic, String publishedVersion) {
        this.database = database;
        this.reader = reader;
        this.topic = topic;
        this.publishedVersion = publishedVersion;
    }

    /**
     * Publishes the catalogue once, then looks for changes from a daemon thread.
     *
     * @param brokerSettings the broker's address and security, as Kafka names them; the rest is set here
     * @throws ProblemException if the catalogue cannot be read or published the first time
     */
    public static DrillCataloguePublisher start(
            TargetDatabase database,
            DrillCatalogueReader reader,
            TargetTopics topics,
            Map<String, Object> brokerSettings,
            Duration interval)
            throws SQLException, InterruptedException {
        DrillCatalogue first;
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            first = reader.read(connection);
        }
        CatalogueTopic topic = new CatalogueTopic(topics, brokerSettings);
        try {
            reader.warn(first);
            topic.publish(first);
        } catch (ProblemException | InterruptedException e) {
            topic.close();
            throw e;
        }
        DrillCataloguePublisher publisher = new DrillCataloguePublisher(database, reader, topic, first.version());
        Future<?> unused = publisher.thread.scheduleWithFixedDelay( // look() lets nothing escape
                publisher::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return publisher;
    }

    /** The version that the topic has. */
    public String publishedVersion() {
        return publishedVersion;
    }

    /** Why the last look failed; empty if it did not. The next look may succeed. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /** The thread's whole work: nothing may escape it, or the thread would look no more. */
    private void look() {
        try {
            DrillCatalogue catalogue;
            try (Connection connection = database.connection()) {
                TargetDatabase.begin(connection);
                catalogue = reader.readAgain(connection);
            }
            if (!catalogue.version().equals(publishedVersion)) {
                reader.warn(catalogue);
                topic.publish(catalogue);
                publishedVersion = catalogue.version();
                LOG.atInfo().addKeyValue("drills", catalogue.drills().size()).log("drill catalogue published");
            }
            problem = null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            waitFor(new Problem(
                    Problem.Kind.REFUSED,
                    "The target's drills cannot be read",
                    "the target is away or refuses it (" + SqlStates.of(e) + ")",
                    "nothing, if the target comes back; until then new drills are not noticed"));
        } catch (ProblemException e) {
            waitFor(e.problem());
        } catch (RuntimeException e) {
            waitFor(new Problem(
                    Problem.Kind.UNEXPECTED,
                    "The drill catalogue was not looked at",
                    e.getClass().getSimpleName(),
                    "report this with the log"));
            LOG.atError().setCause(e).log("looking at the drill catalogue failed");
        }
    }

    private void waitFor(Problem found) {
        if (problem == null) {
            LOG.atWarn().addKeyValue("problem", found.line()).log("drill catalogue not refreshed");
        }
        problem = found;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("the catalogue thread did not end in time; it is a daemon");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        topic.close();
    }
}
