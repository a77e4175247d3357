package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.changeover.app.command.CommandLineInterface;
import dev.changeover.app.command.Interruption;
import dev.changeover.app.command.Person;
import dev.changeover.app.command.Surroundings;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The whole way against the images that people deploy, instead of the servers that the other tests start by themselves. Runs with
 * {@code -Pdocker}; it uses images that the engine has, and fetches none.
 */
@Tag("docker")
class TestcontainersPipelineIT {
    private static final String POSTGRES = "postgres:17";
    private static final String KAFKA = "apache/kafka:4.3.1";
    private static final ReferenceSize SIZE = ReferenceSize.ofUsers(100);

    // The containers are made in start(): their constructors already look for an engine.
    private PostgreSQLContainer source;
    private PostgreSQLContainer target;
    private KafkaContainer kafka;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "needs a Docker engine");
        assumeTrue(hasImage(POSTGRES), "needs the image " + POSTGRES);
        assumeTrue(hasImage(KAFKA), "needs the image " + KAFKA);
        source = new PostgreSQLContainer(POSTGRES).withDatabaseName("v1");
        source.setCommand("postgres", "-c", "wal_level=logical");
        target = new PostgreSQLContainer(POSTGRES).withDatabaseName("v2");
        kafka = new KafkaContainer(KAFKA);
        Startables.deepStart(source, target, kafka).join();
    }

    @AfterEach
    void stop() {
        Stream.of(source, target, kafka).filter(each -> each != null).forEach(each -> each.stop());
    }

    @Test
    void migratesTheReferenceDataBetweenContainersSoThatV1AndV2Agree() throws Exception {
        DatabaseAddress v1 = address(source);
        DatabaseAddress v2 = address(target);
        try (Connection connection = DriverManager.getConnection(v1.jdbcUrl(), v1.properties())) {
            Schemas.createV1(connection);
        }
        try (Connection connection = DriverManager.getConnection(v2.jdbcUrl(), v2.properties())) {
            Schemas.createV2(connection);
        }
        ReferenceData.load(v1, v2, SIZE);

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode = new CommandLineInterface(surroundings(said)).run("migrate");

        assertThat(exitCode).as(() -> said.toString(StandardCharsets.UTF_8)).isZero();
        VerificationReport report = Verification.run(VerifierConfig.quiet(v1, v2));
        assertThat(report.verdict()).as(report::line).isEqualTo(Verdict.MATCH);
    }

    private Surroundings surroundings(ByteArrayOutputStream said) {
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Surroundings(
                Terminal.plain(stream, stream),
                Map.of(
                        "V1_DATABASE_URL", url(source),
                        "STAGING_DATABASE_URL", url(target),
                        "KAFKA_BOOTSTRAP_SERVERS", kafka.getBootstrapServers()),
                directory,
                new Interruption(),
                Person.nobody());
    }

    private static String url(PostgreSQLContainer database) {
        DatabaseAddress address = address(database);
        return "postgresql://" + address.user() + ":" + address.password().reveal() + "@" + address.host() + ":"
                + address.port() + "/" + address.database();
    }

    private static DatabaseAddress address(PostgreSQLContainer database) {
        return new DatabaseAddress(
                database.getHost(),
                database.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                database.getDatabaseName(),
                database.getUsername(),
                new Secret(database.getPassword()),
                Map.of());
    }

    private static boolean hasImage(String name) {
        DockerClient engine = DockerClientFactory.lazyClient();
        try {
            engine.inspectImageCmd(name).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
