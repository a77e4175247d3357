package dev.changeover.sink;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.apply.DocumentApplier;
import dev.changeover.sink.apply.IdentityIndex;
import dev.changeover.sink.apply.RetryLimits;
import dev.changeover.sink.target.DrillCataloguePublisher;
import dev.changeover.sink.target.DrillCatalogueReader;
import dev.changeover.sink.target.RegisteredTarget;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetPreparation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a sink up in the one right order, and takes everything down again if a step fails. Used once. */
final class SinkStart {
    private static final Logger LOG = LoggerFactory.getLogger(SinkStart.class);
    private static final Duration INDEX_PATIENCE = Duration.ofMinutes(1);
    private static final Duration CATALOGUE_INTERVAL = Duration.ofSeconds(5);

    private final SinkConfig config;
    private final ClientSettings clients;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private SinkStart(SinkConfig config) {
        this.config = config;
        this.clients = new ClientSettings(config.bootstrapServers());
    }

    static Sink start(SinkConfig config) {
        SinkStart start = new SinkStart(config);
        boolean started = false;
        try {
            Sink sink = start.open();
            started = true;
            return sink;
        } catch (SQLException e) {
            throw new ProblemException(failed(why(e)), e);
        } catch (ExecutionException e) {
            throw BrokerFailure.of("The sink cannot start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(failed("it was interrupted"), e);
        } finally {
            if (!started) {
                closeAll(start.resources);
            }
        }
    }

    private Sink open() throws SQLException, InterruptedException, ExecutionException {
        LongPredicate wanted = SelectedUsers.resolve(config.selection(), config.v1());
        TargetDatabase database = kept(TargetDatabase.open(config.target(), config.threads() + 3));
        Admin admin = kept(clients.admin());
        GroupStart group = new GroupStart(admin, config.topics(), config.partitions());
        String topicId = group.topicId();
        RegisteredTarget target = TargetPreparation.prepare(
                database,
                config.topics().environment(),
                topicId,
                config.v1(),
                config.createIndexes() ? Optional.of(INDEX_PATIENCE) : Optional.empty());
        if (config.createIndexes()) {
            IdentityIndex.ensure(database, INDEX_PATIENCE);
        }
        if (!onlyRetries()) {
            group.prepare(() -> hasPositions(database)); // a selective run too: it leaves positions behind
            kept(DrillCataloguePublisher.start(
                    database,
                    new DrillCatalogueReader(config.overrides()),
                    config.topics(),
                    clients.connection(),
                    CATALOGUE_INTERVAL));
        }
        DocumentsTopicWatch topic =
                new DocumentsTopicWatch(admin, config.topics().documents(), topicId);
        return work(admin, database, target, topic, group.allPartitions(), wanted);
    }

    private Sink work(
            Admin admin,
            TargetDatabase database,
            RegisteredTarget target,
            DocumentsTopicWatch topic,
            List<TopicPartition> partitions,
            LongPredicate wanted) {
        StageCondition condition = new StageCondition();
        SinkTally tally = new SinkTally();
        LeftOutUsers leftOut = new LeftOutUsers();
        QuarantineReport report =
                kept(new QuarantineReport(clients.producer(), config.topics().quarantine()));
        DocumentApplier applier =
                new DocumentApplier(database::connection, target.epoch(), condition, RetryLimits.STANDARD);
        SinkLimits limits = new SinkLimits(config.failureMode(), config.maxErrors());
        List<SinkWorker> workers = new ArrayList<>();
        int threads = onlyRetries() ? 0 : config.threads();
        Optional<Membership> membership = config.selection() instanceof Selection.All
                ? Optional.of(kept(Membership.take(config, admin)))
                : Optional.empty();
        for (int i = 0; i < threads; i++) {
            BatchReader reader =
                    kept(new BatchReader(consumer(i, partitions, membership), topic, wanted, config.batchUsers()));
            workers.add(new SinkWorker(reader, applier, limits, tally, leftOut, report, condition, config));
        }
        Retrier retrier = kept(new Retrier(
                clients.lone(1), config.topics().documents(), topic, wanted, applier, tally, report, condition));
        UnheardClaims unheard = new UnheardClaims(database, config.v1(), condition);
        Sink sink = new Sink(database, resources, condition, tally, leftOut, workers, unheard);
        condition.serving();
        int number = 1;
        for (SinkWorker worker : workers) {
            sink.run("changeover-sink-" + number++, worker::run);
        }
        sink.run("changeover-sink-retry", retrier::run);
        sink.run("changeover-sink-claims", unheard::run);
        LOG.atInfo()
                .addKeyValue("target", config.target())
                .addKeyValue("epoch", target.epoch())
                .addKeyValue("threads", config.threads())
                .log("sink started");
        return sink;
    }

    private boolean onlyRetries() {
        return config.selection() instanceof Selection.OnlyRetries;
    }

    private Consumer<byte[], byte[]> consumer(
            int thread, List<TopicPartition> partitions, Optional<Membership> membership) {
        if (membership.isPresent()) {
            Consumer<byte[], byte[]> member =
                    clients.member(config.topics().sinkGroup(), membership.get().nameOf(thread), config.batchUsers());
            member.subscribe(List.of(config.topics().documents()));
            return member;
        }
        Consumer<byte[], byte[]> lone = clients.lone(config.batchUsers());
        List<TopicPartition> mine = partitions.stream()
                .filter(partition -> partition.partition() % config.threads() == thread)
                .toList();
        lone.assign(mine);
        lone.seekToBeginning(mine);
        return lone;
    }

    private static boolean hasPositions(TargetDatabase database) throws SQLException {
        try (Connection connection = database.connection()) {
            TargetDatabase.begin(connection);
            try (var statement = connection.createStatement();
                    var answer = statement.executeQuery(
                            "SELECT EXISTS (SELECT FROM changeover.v1_user WHERE topic_offset IS NOT NULL)")) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    private <T extends AutoCloseable> T kept(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Closes in reverse order of opening; a failure to close is said and does not keep the others open. */
    static void closeAll(Deque<AutoCloseable> resources) {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                LOG.atWarn().addKeyValue("cause", e.getClass().getSimpleName()).log("a part of the sink did not close");
            }
        }
    }

    private static String why(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String meaning =
                switch (state) {
                    case "25006" -> "the target is read-only";
                    case "53100" -> "the target's disk is full";
                    case "55P03", "57014", "25P03" ->
                        "a step of the preparation (ledger 5 min, baseline 30 min) took longer than its limit, or waited for a"
                                + " lock of another session";
                    default -> "the target refuses a step of the preparation";
                };
        return meaning + " (SQLSTATE " + state + ")";
    }

    private static Problem failed(String why) {
        return new Problem(
                Problem.Kind.REFUSED,
                "The sink cannot start",
                why,
                "look after the target and the broker, and start it again");
    }
}
