package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.drain.Drain;
import dev.changeover.cutover.drain.DrainAnswer;
import dev.changeover.sink.target.DrillCatalogueReader;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.transform.ReplayPreview;
import dev.changeover.transform.TransformConfig;
import dev.changeover.transform.preview.UserDifference;
import dev.changeover.transform.replay.Rebuild;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * A look at what a replay would change: starts no stage, and writes to no topic and no database. Uses a broker that is there, or starts
 * the embedded one.
 */
public final class PreviewedReplay {
    private PreviewedReplay() {}

    /**
     * How the look went.
     *
     * @param users that were looked at
     * @param waiting what the topics hold that the topology or the sink has not taken yet, and a replay would; not looked at
     */
    public record Looked(long users, Optional<String> waiting) {}

    /**
     * Returns when everybody was looked at.
     *
     * @param wanted by V1 id
     * @param each is told of every user whose document would be written
     * @throws ProblemException when the broker, the target or the topology's memory is not as it must be
     */
    public static Looked look(Configuration configuration, LongPredicate wanted, Consumer<UserDifference> each) {
        Preconditions.checkTargetWithoutV1(configuration);
        DrillCatalogue today = today(configuration);
        try (KafkaPlace kafka = KafkaPlace.any(configuration)) {
            Rebuild.requireNoneBegun(kafka.bootstrapServers(), configuration.targetTopics());
            TransformConfig config = TransformConfig.of(
                    kafka.bootstrapServers(),
                    configuration.targetTopics(),
                    configuration.partitions(),
                    configuration
                            .stateDirectory()
                            .resolve("preview-" + configuration.environment().code()));
            try (ReplayPreview preview = ReplayPreview.open(config, today)) {
                return new Looked(preview.compare(wanted, each), waiting(configuration, kafka));
            }
        }
    }

    private static Optional<String> waiting(Configuration configuration, KafkaPlace kafka) {
        try (Drain drain = Drain.ofTopics(kafka.bootstrapServers(), configuration.targetTopics())) {
            return drain.look() instanceof DrainAnswer.NotYet notYet
                    ? Optional.of(notYet.records() + " records of the " + notYet.where())
                    : Optional.empty();
        }
    }

    private static DrillCatalogue today(Configuration configuration) {
        DatabaseAddress target = configuration.databases().target(configuration.environment());
        try (TargetDatabase database = TargetDatabase.open(target, 1);
                Connection connection = database.connection()) {
            return new DrillCatalogueReader(configuration.drills().overrides()).read(connection);
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
