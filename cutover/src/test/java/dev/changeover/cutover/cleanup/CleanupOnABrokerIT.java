package dev.changeover.cutover.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.contract.topic.TopicPlan;
import dev.changeover.contract.topic.TopicSpec;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.topics.TopicRemoval;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupOnABrokerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TargetTopics STAGING = new TargetTopics("staging");
    private static final TargetTopics PRODUCTION = new TargetTopics("production");
    private static final String OTHERS = "orders";

    @TempDir
    private Path directory;

    @Test
    void eachEnvironmentTakesItsOwnTopicsAndGroupsAndTheLastTakesTheSharedOnes() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            Optional<String> address = Optional.of(broker.bootstrapServers());
            broker.createTopics(topics());
            Cleanup staging = cleanup("staging", "production", address);
            try (KafkaConsumer<byte[], byte[]> sink = member(broker)) {
                assertThat(staging.look().running())
                        .singleElement()
                        .asString()
                        .contains("changeover-staging-sink has 1 members");
                sink.unsubscribe();
            }

            Remains first = staging.look();
            List<Thing> removed = new ArrayList<>();
            staging.run(first, address, removed::add, () -> false);

            assertThat(first.running()).isEmpty();
            assertThat(first.names(Kind.CONSUMER_GROUP)).containsExactly(STAGING.sinkGroup());
            assertThat(removed).containsExactlyElementsOf(first.going());
            assertThat(first.lastEnvironment()).isFalse();
            assertThat(left(broker))
                    .contains(SourceTopics.CONTROL, PRODUCTION.documents(), OTHERS)
                    .noneMatch(topic -> topic.contains("staging"));
            assertThat(staging.look().isNothing()).isTrue();

            Cleanup production = cleanup("production", "staging", address);
            Remains last = production.look();
            Taken taken = production.run(last, address, thing -> {}, () -> false);

            assertThat(taken.all()).isTrue();
            assertThat(last.lastEnvironment()).isTrue();
            assertThat(left(broker)).containsExactly(OTHERS);
        }
    }

    @Test
    void toldToStopItBeginsNoStepAndAnotherRunTakesWhatIsLeft() {
        try (LocalBroker broker = LocalBroker.startTemporary()) {
            Optional<String> address = Optional.of(broker.bootstrapServers());
            broker.createTopics(topics());
            Cleanup staging = cleanup("staging", "production", address);
            Remains found = staging.look();
            List<Thing> removed = new ArrayList<>();

            Taken stopped = staging.run(found, address, removed::add, () -> true);

            assertThat(stopped).isEqualTo(new Taken(false, false));
            assertThat(removed).isEmpty();
            assertThat(staging.look()).isEqualTo(found);
            assertThat(staging.run(found, address, removed::add, () -> false)).isEqualTo(new Taken(false, true));
            assertThat(staging.look().isNothing()).isTrue();
        }
    }

    @Test
    void whatIsLeftOutIsNamedWithWhatItsOwnerHasToDo() {
        Remains found = cleanup("staging", "production", Optional.empty()).look();

        assertThat(found.isNothing()).isTrue();
        assertThat(found.staying())
                .filteredOn(each -> each.kind() == Kind.SLOT)
                .singleElement()
                .satisfies(slot -> assertThat(slot.why()).contains("SELECT pg_drop_replication_slot('our_slot')"));
        assertThat(found.staying())
                .extracting(Kept::kind)
                .containsExactlyInAnyOrder(Kind.SCHEMA, Kind.INDEX, Kind.TOPIC, Kind.SLOT, Kind.PUBLICATION);
    }

    @Test
    void interruptedBeforeAnyStepTheNextRunStillKnowsWhoseTheSlotIs() throws Exception {
        try (LocalBroker broker = LocalBroker.startTemporary();
                LocalPostgres v1 = LocalPostgres.startTemporary(Map.of());
                Connection connection = v1.connect("postgres");
                Statement statement = connection.createStatement()) {
            Optional<String> address = Optional.of(broker.bootstrapServers());
            Cleanup staging = cleanup("staging", "production", Optional.of(v1.address("postgres")), address);
            for (int steps = 0; steps < 5; steps++) {
                broker.createTopics(topicsOf(STAGING));
                statement.execute("SELECT pg_create_logical_replication_slot('our_slot', 'pgoutput')");
                AtomicInteger left = new AtomicInteger(steps);

                Taken interrupted =
                        staging.run(staging.look(), address, thing -> {}, () -> left.getAndDecrement() == 0);
                Remains rest = staging.look();
                staging.run(rest, address, thing -> {}, () -> false);

                assertThat(interrupted.all()).isFalse();
                assertThat(rest.lastEnvironment()).as("after %s steps", steps).isTrue();
                assertThat(left(broker)).isEmpty();
                assertThat(Ask.truth(connection, "SELECT NOT EXISTS (SELECT FROM pg_replication_slots)"))
                        .isTrue();
            }
        }
    }

    private Cleanup cleanup(String environment, String other, Optional<String> bootstrapServers) {
        return cleanup(environment, other, Optional.empty(), bootstrapServers);
    }

    private Cleanup cleanup(
            String environment, String other, Optional<DatabaseAddress> v1, Optional<String> bootstrapServers) {
        return new Cleanup(
                new CleanupConfig(
                        environment,
                        other,
                        v1,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        bootstrapServers,
                        bootstrapServers.isEmpty(),
                        "our_slot",
                        "our_publication",
                        directory.resolve("state"),
                        directory.resolve("archive.zip"),
                        false),
                new NoLedger(),
                (source, slot) -> Optional.empty(),
                Clock.systemUTC());
    }

    /** As a sink that consumes. */
    private static KafkaConsumer<byte[], byte[]> member(LocalBroker broker) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", STAGING.sinkGroup()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(STAGING.documents()));
        Awaitility.await().atMost(PATIENCE).until(() -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
        });
        consumer.commitSync();
        return consumer;
    }

    private static List<TopicSpec> topics() {
        List<TopicSpec> topics = new ArrayList<>(topicsOf(STAGING));
        topics.addAll(TopicPlan.target(PRODUCTION, 1));
        topics.add(new TopicSpec(STAGING.applicationId() + "-rows-changelog", 1, Map.of()));
        topics.add(new TopicSpec(OTHERS, 1, Map.of()));
        return topics;
    }

    private static List<TopicSpec> topicsOf(TargetTopics environment) {
        List<TopicSpec> topics = new ArrayList<>(TopicPlan.source(1));
        topics.addAll(TopicPlan.target(environment, 1));
        return topics;
    }

    private static List<String> left(LocalBroker broker) {
        try (TopicRemoval removal = new TopicRemoval(broker.bootstrapServers(), PATIENCE)) {
            return removal.topics().stream().sorted().toList();
        }
    }

    /** For a target that is left out. */
    private static final class NoLedger implements LedgerHands {
        @Override
        public void require(Connection connection) {
            throw new AssertionError("The target is left out");
        }

        @Override
        public void fence(Connection connection) {
            throw new AssertionError("The target is left out");
        }

        @Override
        public void dropIndexes(List<String> names, Consumer<String> dropped) {
            throw new AssertionError("The target is left out");
        }
    }
}
