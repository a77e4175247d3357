package dev.changeover.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.fault.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledOwnerIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void stopsThePostmasterThatAKilledProcessLeftBehind() throws Exception {
        try (OtherProcess other = OtherProcess.owning("postgres", directory)) {
            other.watches().forEach(ProcessHandle::destroyForcibly);
            other.kill();
        }
        long leftOver = postmaster();
        assertThat(ProcessHandle.of(leftOver)).isPresent();

        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgresConfig.in(directory));
                Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            assertThat(result.next()).isTrue();
            assertThat(ProcessHandle.of(leftOver).flatMap(each -> each.info().command()))
                    .as("the command of the left-over server; a dead process that nobody asked for yet has none")
                    .isEmpty();
            assertThat(postmaster()).isNotEqualTo(leftOver);
        }
    }

    @Test
    void leavesNoDatabaseServerBehind() throws Exception {
        long server;
        try (OtherProcess other = OtherProcess.owning("postgres", directory)) {
            server = postmaster();
            assertThat(isDead(server)).isFalse();

            other.kill();
        }

        await().atMost(DEADLINE).until(() -> isDead(server));
    }

    @Test
    void aWatchThatNoticesLateLeavesTheServerOfTheNextOwnerAlone() throws Exception {
        List<ProcessHandle> late;
        try (OtherProcess other = OtherProcess.owning("postgres", directory)) {
            late = other.watches();
            assertThat(late).isNotEmpty();
            late.forEach(each -> ProcessSignal.PAUSE.send(each.pid()));
            other.kill();
        }

        try (LocalPostgres next = LocalPostgres.start(LocalPostgresConfig.in(directory))) {
            late.forEach(each -> ProcessSignal.RESUME.send(each.pid()));
            await().atMost(DEADLINE).until(() -> late.stream().allMatch(each -> isDead(each.pid())));

            try (Connection connection = next.connect("postgres")) {
                assertThat(connection.isValid(10)).isTrue();
            }
        }
    }

    @Test
    void leavesThePostmasterOfALivingProcessAloneAndNamesThatProcess() throws Exception {
        try (OtherProcess other = OtherProcess.owning("postgres", directory)) {
            long running = postmaster();

            assertThatThrownBy(() -> LocalPostgres.start(LocalPostgresConfig.in(directory)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(Long.toString(other.pid()));

            assertThat(ProcessHandle.of(running).filter(ProcessHandle::isAlive)).isPresent();
        }
        LocalPostgres.start(LocalPostgresConfig.in(directory)).close(); // and with it what the other left
    }

    @Test
    void startsABrokerWhereAKilledOneWas() throws Exception {
        try (OtherProcess other = OtherProcess.owning("broker", directory)) {
            other.kill();
        }

        try (LocalBroker broker = LocalBroker.start(new LocalBrokerConfig(directory, 0))) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void leavesNoBrokerProcessBehind() throws Exception {
        long broker;
        try (OtherProcess other = OtherProcess.owning("broker process", directory)) {
            broker = brokerProcess();
            assertThat(ProcessHandle.of(broker)).isPresent();

            other.kill();
        }

        await().atMost(DEADLINE).until(() -> isDead(broker));
    }

    @Test
    void endsAPausedBrokerProcessThatAKilledProcessLeftBehind() throws Exception {
        long broker;
        try (OtherProcess other = OtherProcess.owning("broker process", directory)) {
            broker = brokerProcess();
            ProcessSignal.PAUSE.send(broker);
            other.kill();
        }
        assertThat(isDead(broker)).isFalse();

        try (BrokerProcess next = BrokerProcess.start(BrokerProcessConfig.in(directory))) {
            assertThat(isDead(broker)).isTrue();
            assertThat(next.isAlive()).isTrue();
        }
    }

    @Test
    void unmountsTheDiskThatAKilledProcessLeftBehind() throws Exception {
        assumeThat(SmallDisk.unavailable()).isEmpty();
        Path leftOver;
        try (OtherProcess other = OtherProcess.owning("small disk", directory)) {
            leftOver = folderOf(other);
            other.kill();
        }
        assertThat(Files.getFileStore(leftOver.resolve("disk")).type()).isEqualTo("tmpfs");
        Files.setLastModifiedTime(leftOver, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        TemporaryFolder.create("next").close();

        assertThat(leftOver).doesNotExist();
    }

    @Test
    void givesTheStateDirectoryToTheNextWhenItsOwnerWasKilled() throws Exception {
        try (OtherProcess other = OtherProcess.owning("state", directory)) {
            assertThat(StateDirectory.own(directory)).isEmpty();
            assertThat(StateDirectory.owner(directory)).hasValue(other.pid());

            other.kill();

            assertThat(StateDirectory.owner(directory)).isEmpty();
            try (StateDirectory mine = StateDirectory.own(directory).orElseThrow()) {
                assertThat(StateDirectory.owner(mine.path()))
                        .hasValue(ProcessHandle.current().pid());
            }
        }
    }

    /** Its folder among those of all processes. */
    private static Path folderOf(OtherProcess owner) throws Exception {
        try (Stream<Path> folders = Files.list(TemporaryFolder.ours().resolve("runs"))) {
            for (Path folder : folders.toList()) {
                if (OwnerLock.pid(folder).orElse(0) == owner.pid()) {
                    return folder;
                }
            }
            throw new AssertionError("Process " + owner.pid() + " has no folder");
        }
    }

    private long brokerProcess() throws Exception {
        return Long.parseLong(Files.readString(directory.resolve("broker.pid")));
    }

    /** Also true of a process that nobody has asked for after its end: it has no command any more. */
    private static boolean isDead(long pid) {
        return ProcessHandle.of(pid).flatMap(each -> each.info().command()).isEmpty();
    }

    private long postmaster() throws Exception {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .get(0)
                .strip());
    }
}
