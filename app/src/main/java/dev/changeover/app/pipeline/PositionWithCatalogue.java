package dev.changeover.app.pipeline;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.DrillCatalogueReader;
import dev.changeover.verifier.content.PipelinePosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Passed means here that the target's drills have come through the pipeline, too. They are no part of V1's log: the sink reads them
 * now and then and publishes them, and until then the drain knows nothing of a change. So the pipeline is drained until the catalogue
 * that was published before is still the target's own afterwards. Confined to one thread.
 */
final class PositionWithCatalogue implements PipelinePosition {
    private static final long PAUSE_MILLIS = 200;

    private final PipelinePosition documents;
    private final DatabaseAddress target;
    private final DrillCatalogueReader reader;
    private final String bootstrapServers;
    private final String topic;

    /** @param documents knows how far V1's changes have come */
    PositionWithCatalogue(PipelinePosition documents, Configuration configuration, String bootstrapServers) {
        this.documents = requireNonNull(documents, "documents");
        this.target = configuration.databases().target(configuration.environment());
        this.reader = new DrillCatalogueReader(configuration.drills().overrides());
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
        this.topic = configuration.targetTopics().catalogue();
    }

    @Override
    public Answer awaitPassed(long lsn, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (PublishedCatalogue published = PublishedCatalogue.open(bootstrapServers, topic)) {
            while (true) {
                DrillCatalogue before = ofTarget();
                boolean inStep = published.is(before);
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                Answer answer = documents.awaitPassed(lsn, left);
                if (!(answer instanceof Answer.Passed) || (inStep && published.is(before) && isStill(before))) {
                    return answer;
                }
                if (System.nanoTime() >= deadline) {
                    return new Answer.NotYet(
                            "it works with other drills, or other drills.overrides, than the target and this command have");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private boolean isStill(DrillCatalogue before) {
        return ofTarget().equals(before);
    }

    private DrillCatalogue ofTarget() {
        Properties properties = target.properties();
        properties.putIfAbsent("ApplicationName", "changeover-verifier");
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("socketTimeout", "60");
        properties.putIfAbsent("tcpKeepAlive", "true");
        try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), properties)) {
            return reader.readAgain(connection);
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.INCONCLUSIVE,
                            "The target's drills cannot be read",
                            "the target is away or refuses it (SQLSTATE " + e.getSQLState() + ")",
                            "look after the target and start the command again"),
                    e);
        }
    }
}
