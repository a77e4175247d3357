package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.target.Epoch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break, sinks that come late, and neighbours that write at the same time. */
class CrashIT extends OnAFreshTarget {
    private static final UserDocument ANN =
            Documents.user(1, "ann@x").row("refresh_tokens", 5, "token", "t").build();

    @BeforeEach
    void staleAnn() throws Exception {
        lab.v1User(1, "ann@x").v2("INSERT INTO users (email) VALUES ('ann@x')").ready();
    }

    /** Breaks the first connection at its commit: before it reaches the server, or after. */
    private ConnectionSource breakingAtCommit(boolean afterwards, AtomicInteger broken) {
        return () -> {
            Connection real = lab.database().connection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("commit") && broken.compareAndSet(0, 1)) {
                            if (afterwards) {
                                real.commit();
                            }
                            lab.v2("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                                    + " current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle%'");
                            throw new SQLException("An I/O error occurred while sending to the backend", "08006");
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        };
    }

    @Test
    void killedBeforeTheCommitThereIsOneEffect() throws Exception {
        AtomicInteger broken = new AtomicInteger();
        TestPatience patience = new TestPatience();

        new DocumentApplier(breakingAtCommit(false, broken), lab.epoch(), patience, RetryLimits.STANDARD)
                .apply(lab.deliveries(ANN));

        assertThat(broken).hasValue(1);
        assertThat(patience.waits()).isNotEmpty();
        assertThat(lab.ask("SELECT email FROM users")).isEqualTo("ann@x");
        assertThat(lab.ask("SELECT count(*) FROM changeover.before_image")).isEqualTo("1");
    }

    @Test
    void whenTheReplyOfTheCommitIsLostThereIsOneEffect() throws Exception {
        AtomicInteger broken = new AtomicInteger();

        BatchResult result = new DocumentApplier(
                        breakingAtCommit(true, broken), lab.epoch(), new TestPatience(), RetryLimits.STANDARD)
                .apply(lab.deliveries(ANN));

        assertThat(broken).hasValue(1);
        assertThat(result.outcomes()).containsExactly(new UserOutcome.Stale(1));
        assertThat(lab.ask("SELECT token FROM refresh_tokens")).isEqualTo("t");
        assertThat(lab.ask("SELECT count(*) FROM changeover.sink_transaction")).isEqualTo("1");
    }

    @Test
    void anOlderPositionIsSkipped() throws Exception {
        List<Delivery> old = lab.deliveries(ANN);
        lab.apply(Documents.user(1, "ann@x")
                .row("refresh_tokens", 5, "token", "newer")
                .build());
        Map<String, String> before = lab.everything();

        BatchResult result = lab.applier().apply(old);

        assertThat(result.outcomes()).containsExactly(new UserOutcome.Stale(1));
        assertThat(lab.everything()).isEqualTo(before);
    }

    @Test
    void afterTheEpochWasRaisedNothingIsWrittenAnyMore() throws Exception {
        Map<String, String> before = lab.everything();
        try (Connection connection = lab.database().connection()) {
            Epoch.raise(connection);
            connection.commit();
        }

        assertThatThrownBy(() -> lab.apply(ANN)).isInstanceOf(ProblemException.class);

        assertThat(lab.everything()).isEqualTo(before);
    }

    @Test
    void aReadOnlyTargetIsWaitedFor() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        ConnectionSource readOnlyAtFirst = () -> {
            Connection connection = lab.database().connection();
            if (refusals.getAndIncrement() < 2) {
                connection.setReadOnly(true); // until it is given back
            }
            return connection;
        };
        TestPatience patience = new TestPatience();

        new DocumentApplier(readOnlyAtFirst, lab.epoch(), patience, RetryLimits.STANDARD).apply(lab.deliveries(ANN));

        assertThat(patience.waits()).hasSize(2).allMatch(line -> line.contains("read-only"));
        assertThat(lab.outcomeOf(1)).isEqualTo("replaced");
    }

    @Test
    void aServerThatIsDownIsWaitedForAndNothingIsLost() throws Exception {
        TestPatience patience = new TestPatience();
        DocumentApplier applier = lab.applier(patience);
        List<Delivery> deliveries = lab.deliveries(ANN);
        ExecutorService sink = Executors.newSingleThreadExecutor();
        try {
            server().kill();

            Future<BatchResult> result = sink.submit(() -> applier.apply(deliveries));
            await().atMost(Duration.ofSeconds(30)).until(() -> !patience.waits().isEmpty());
            server().restart();

            assertThat(result.get().outcomes())
                    .containsExactly(new UserOutcome.Applied(1, UserOutcome.Arrival.REPLACED));
        } finally {
            sink.shutdownNow();
        }
        assertThat(lab.ask("SELECT email FROM users")).isEqualTo("ann@x");
    }

    @Test
    void androidSignUpsDuringBatchesDoNotCollideAndSequencesNeverGoBack() throws Exception {
        ExecutorService neighbours = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> signUps = new ArrayList<>();
            for (int neighbour = 0; neighbour < 3; neighbour++) {
                int number = neighbour;
                signUps.add(neighbours.submit(() -> {
                    for (int i = 0; i < 60; i++) {
                        lab.v2("WITH u AS (INSERT INTO users (email) VALUES ('android" + number + "-" + i
                                + "@x') RETURNING id) INSERT INTO refresh_tokens (user_id, token)"
                                + " SELECT id, 'android" + number + "-" + i + "' FROM u");
                    }
                    return null;
                }));
            }
            for (long batch = 0; batch < 20; batch++) {
                UserDocument[] documents = new UserDocument[5];
                for (int i = 0; i < documents.length; i++) {
                    long id = 1 + batch * documents.length + i;
                    documents[i] = Documents.user(id, id == 1 ? "ann@x" : "v1-" + id + "@x")
                            .row("refresh_tokens", id, "token", "v1-" + id)
                            .build();
                }
                lab.apply(documents);
            }
            for (Future<?> signUp : signUps) {
                signUp.get();
            }
        } finally {
            neighbours.shutdownNow();
        }

        assertThat(lab.ask("SELECT count(*), count(DISTINCT id) FROM users")).isEqualTo("280|280");
        assertThat(lab.ask("SELECT count(*) FROM refresh_tokens")).isEqualTo("280");
        assertThat(lab.ask("SELECT last_value >= (SELECT max(id) FROM users) FROM users_id_seq"))
                .isEqualTo("t");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void twoSinksThatApplyTheSameUsersAtOnceHaveOneEffect() throws Exception {
        List<Delivery> deliveries = new ArrayList<>();
        for (long id = 1; id <= 40; id++) {
            deliveries.addAll(lab.deliveries(Documents.user(id, id == 1 ? "ann@x" : "v1-" + id + "@x")
                    .row("refresh_tokens", id, "token", "v1-" + id)
                    .build()));
        }
        List<Delivery> backwards = new ArrayList<>(deliveries);
        java.util.Collections.reverse(backwards);
        ExecutorService sinks = Executors.newFixedThreadPool(2);
        try {
            Future<BatchResult> one = sinks.submit(() -> lab.applier().apply(deliveries));
            Future<BatchResult> other = sinks.submit(() -> lab.applier().apply(backwards));

            long applied = one.get().outcomes().stream()
                            .filter(UserOutcome.Applied.class::isInstance)
                            .count()
                    + other.get().outcomes().stream()
                            .filter(UserOutcome.Applied.class::isInstance)
                            .count();

            assertThat(applied).isEqualTo(40);
        } finally {
            sinks.shutdownNow();
        }
        assertThat(lab.ask("SELECT count(*) FROM users")).isEqualTo("40");
        assertThat(lab.ask("SELECT count(*) FROM refresh_tokens")).isEqualTo("40");
    }
}
