package dev.changeover.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.Secret;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final CaptureConfig CONFIG = CaptureConfig.of(
            new DatabaseAddress("db", 5432, "v1", "me", new Secret("hush"), Map.of()), "broker:9092", 4);

    @Test
    void anOutageOfV1MayPass() {
        assertThat(end(new SQLException("gone", "08006")).mayPass()).isTrue();
        assertThat(end(new SQLException("shutting down", "57P01")).mayPass()).isTrue();
        assertThat(end(new ConnectException("refused")).mayPass()).isTrue();
    }

    @Test
    void anOutageOfTheBrokerMayPass() {
        Ending ending = end(new KafkaException("not taken", new TimeoutException("late")));

        assertThat(ending.mayPass()).isTrue();
        assertThat(ending.problem().what()).contains("broker:9092");
    }

    @Test
    void aBrokerWhoseNameDoesNotResolveJustNowMayPass() {
        Throwable unresolved = catchThrowable(() -> Admin.create(Map.of("bootstrap.servers", "broker.invalid:9092")));

        assertThat(unresolved).hasRootCauseInstanceOf(ConfigException.class);
        assertThat(end(unresolved).mayPass()).isTrue();
        assertThat(end(unresolved).problem().remedy()).contains("KAFKA_BOOTSTRAP_SERVERS");
        assertThat(end(new ConfigException("acks", "some")).mayPass()).isFalse();
    }

    @Test
    void aWrongPasswordDoesNotPass() {
        Ending ending = end(new SQLException("no", "28P01"));

        assertThat(ending.mayPass()).isFalse();
        assertThat(ending.problem().why()).contains("password");
        assertThat(ending.problem().line()).doesNotContain("hush");
    }

    @Test
    void aPoolerInTheUrlDoesNotPassAndIsNamed() {
        Ending ending = end(new SQLException("unsupported startup parameter: replication", "08P01"));

        assertThat(ending.mayPass()).isFalse();
        assertThat(ending.problem().why()).contains("PgBouncer");
        assertThat(ending.problem().remedy()).contains("not to the pooler");
    }

    @Test
    void aSlotThatAnotherProcessStillUsesMayPass() {
        Problem busy = new Problem(Problem.Kind.REFUSED, "in use", "b", "c");

        assertThat(end(new SlotBusy(busy))).isEqualTo(new Ending(busy, true));
        assertThat(end(new SQLException("replication slot is active", "55006")).mayPass())
                .isTrue();
    }

    @Test
    void aKnownProblemIsToldAsItIs() {
        Problem known = new Problem(Problem.Kind.REFUSED, "a", "b", "c");

        assertThat(end(new ProblemException(known))).isEqualTo(new Ending(known, false));
    }

    @Test
    void anUnknownFailureEndsTheStageWithoutQuotingItsMessage() {
        Ending ending = end(new RecordTooLargeException("row of secret@example.org"));

        assertThat(ending.mayPass()).isFalse();
        assertThat(ending.problem().kind()).isEqualTo(Problem.Kind.UNEXPECTED);
        assertThat(ending.problem().line()).doesNotContain("secret@example.org");
    }

    private static Ending end(Throwable cause) {
        return Ending.of(new IOException("wrapped", cause), CONFIG);
    }
}
