package dev.changeover.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.PgBouncer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A pooler in the target's URL: works, or says what is needed. */
@EnabledIf(
        value = "hasPgBouncer",
        disabledReason = "PgBouncer is not installed here (Debian: apt-get install pgbouncer)")
class PoolerIT {
    private static LocalPostgres server;
    private static LocalBroker broker;

    @TempDir
    Path folder;

    static boolean hasPgBouncer() {
        return PgBouncer.isInstalled();
    }

    @BeforeAll
    static void start() {
        server = LocalPostgres.startTemporary();
        broker = LocalBroker.startTemporary();
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    private static SinkConfig through(PgBouncer pooler, SinkLab lab) {
        SinkConfig direct = lab.config();
        return SinkConfig.of(
                direct.v1(),
                pooler.inFrontOf(direct.target()),
                direct.topics(),
                direct.bootstrapServers(),
                direct.partitions(),
                direct.stateDirectory());
    }

    @Test
    void throughAPoolerThatKeepsSessionsTheSinkWorks() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "session-pool", 20);
        lab.send(SinkLab.users(20, "first"));
        try (PgBouncer pooler = PgBouncer.start(folder, server, "session");
                Sink sink = Sink.start(through(pooler, lab))) {
            lab.awaitNamed("first", 20);

            assertThat(sink.state()).isEqualTo(Stage.State.RUNNING);
            lab.requireOneEffect(20, "first");
        }
    }

    @Test
    void aPoolerThatSharesSessionsIsRefusedBeforeAnythingIsWritten() throws Exception {
        SinkLab lab = SinkLab.fresh(server, broker.bootstrapServers(), "shared-pool", 20);
        try (PgBouncer pooler = PgBouncer.start(folder, server, "transaction")) {
            assertThatThrownBy(() -> Sink.start(through(pooler, lab)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("is behind a pooler that shares sessions")
                    .hasMessageContaining("pool_mode = session");
        }
        assertThat(lab.ask("SELECT to_regnamespace('changeover') IS NULL")).isEqualTo("t");
    }
}
