package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Passwords, tokens and emails are in nothing that the sink says, whatever fails. */
class NoSecretsIT {
    private static final String PASSWORD = "pa55word-of-the-sink";
    private static final String EMAIL = "very.private@person";
    private static final String TOKEN = "token-7";

    private final Recorder recorder = new Recorder();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.changeover");

    /** All that is logged, in whatever level the logback file would hide. */
    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final List<String> said = new CopyOnWriteArrayList<>();

        private List<String> secrets() {
            return said.stream()
                    .filter(line -> line.contains(PASSWORD)
                            || line.toLowerCase(Locale.ROOT).contains(EMAIL)
                            || line.contains(TOKEN))
                    .toList();
        }

        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs());
            for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                said.add(String.valueOf(cause.getMessage()));
            }
        }
    }

    @BeforeEach
    void listen() {
        recorder.start();
        root.addAppender(recorder);
        ours.setLevel(Level.TRACE);
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(recorder);
        ours.setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
    }

    @Test
    void whateverFailsNothingSecretIsSaid() throws Exception {
        try (LocalPostgres server = LocalPostgres.startTemporary();
                LocalBroker broker = LocalBroker.startTemporary()) {
            SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "secrets", 20);
            SinkConfig config = lab.config();
            DatabaseAddress target = withPassword(config.target());
            SinkConfig secret = SinkConfig.of(
                    withPassword(config.v1()),
                    target,
                    config.topics(),
                    config.bootstrapServers(),
                    config.partitions(),
                    config.stateDirectory());
            recorder.said.add(secret.toString());
            failToStart(SinkConfig.of(
                    secret.v1(),
                    named(target, "nowhere"),
                    secret.topics(),
                    secret.bootstrapServers(),
                    2,
                    secret.stateDirectory()));
            failToStart(SinkConfig.of(
                    named(secret.v1(), "nowhere"),
                    target,
                    secret.topics(),
                    secret.bootstrapServers(),
                    2,
                    secret.stateDirectory()));
            failToStart(secret.withTargetRules(true, Map.of("Drill of " + EMAIL.length(), "no-uuid")));

            lab.run("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                    + " $$ BEGIN RAISE EXCEPTION 'refused % %', NEW.token, 'very.private@person'; END $$;"
                    + "CREATE TRIGGER no BEFORE INSERT ON refresh_tokens FOR EACH ROW WHEN (NEW.token = 'token-7')"
                    + " EXECUTE FUNCTION no();"
                    + "CREATE UNIQUE INDEX ON users (first_name) WHERE first_name = 'taken'");
            lab.send(SinkLab.user(7, EMAIL, "first"));
            lab.send(SinkLab.user(8, "EIGHT." + EMAIL, "taken"), SinkLab.user(9, "NINE." + EMAIL, "taken"));
            lab.send(SinkLab.user(10, "same." + EMAIL, "x"), SinkLab.user(11, "SAME." + EMAIL, "y"));
            lab.send(SinkLab.user(12, "TWELVE." + EMAIL, "bad \u0000"));
            try (Sink sink = Sink.start(secret)) {
                lab.awaitAnswer("SELECT count(*) FROM changeover.quarantine", "5");
                server.kill();
                lab.send(SinkLab.user(13, "THIRTEEN." + EMAIL, "after"));
                await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.WAITING);
                recorder.said.add(sink.failure().orElseThrow().line());
                server.restart();
                lab.awaitNamed("after", 1);
                lab.run("ALTER TABLE users DROP COLUMN primary_goal CASCADE");
                lab.send(SinkLab.user(14, "FOURTEEN." + EMAIL, "stopped"));
                await().atMost(SinkLab.PATIENCE).until(() -> sink.state() == Stage.State.FAILED);
                recorder.said.add(sink.failure().orElseThrow().line());
            }
            recorder.said.add(lab.ask("SELECT string_agg(reason || detail, ' ') FROM changeover.quarantine"));
            recorder.said.addAll(quarantineTopic(lab));
        }

        assertThat(recorder.said).as("what was heard").hasSizeGreaterThan(40);
        assertThat(recorder.said).anyMatch(line -> line.contains("refused-by-target"));
        assertThat(recorder.secrets()).isEmpty();
    }

    @Test
    void aSecretThatWereSaidWouldBeHeard() {
        org.slf4j.Logger anywhere = LoggerFactory.getLogger("dev.changeover.sink.apply.Anywhere");

        anywhere.atDebug().addKeyValue("user", EMAIL).log("said");
        anywhere.warn("refused", new IllegalStateException("outer", new IllegalStateException("value " + TOKEN)));

        assertThat(recorder.secrets()).hasSize(2);
    }

    private void failToStart(SinkConfig config) {
        @Nullable Throwable failure = catchThrowable(() -> Sink.start(config));
        assertThat(failure).isNotNull();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            recorder.said.add(String.valueOf(cause.getMessage()));
        }
    }

    private static DatabaseAddress withPassword(DatabaseAddress address) {
        return new DatabaseAddress(
                address.host(),
                address.port(),
                address.database(),
                address.user(),
                new Secret(PASSWORD),
                address.options());
    }

    private static DatabaseAddress named(DatabaseAddress address, String database) {
        return new DatabaseAddress(
                address.host(), address.port(), database, address.user(), address.password(), address.options());
    }

    private static List<String> quarantineTopic(SinkLab lab) {
        List<String> records = new CopyOnWriteArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new ClientSettings(lab.config().bootstrapServers()).lone(100)) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(lab.config().topics().quarantine())
                    .stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(SinkLab.PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.add(new String(record.value(), StandardCharsets.UTF_8)));
                return records.size() >= 4; // a rival outside the batch is in the ledger alone
            });
        }
        return records;
    }
}
