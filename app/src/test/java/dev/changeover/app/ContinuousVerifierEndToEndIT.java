package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import dev.changeover.local.LocalBroker;
import dev.changeover.local.StateDirectory;
import dev.changeover.local.sample.LiveWorkload;
import dev.changeover.local.sample.LiveWorkloadConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run verifier} beside a pipeline at work, seen through its HTTP answers. */
class ContinuousVerifierEndToEndIT {
    private final List<JsonNode> answers = new ArrayList<>();

    @Test
    void underTheLiveWorkloadItFindsNoMismatchButTheOneThatIsPlanted(@TempDir Path directory) throws Exception {
        int port = freePort();
        try (TwoDatabases databases = TwoDatabases.withUsers(60)) {
            InProcess commands = databases
                    .commands(directory)
                    .with("CHANGEOVER_VERIFIER_PERIOD", "4s")
                    .with("CHANGEOVER_HEALTH_PORT", String.valueOf(port));
            InProcess.Running sync = commands.start("sync");
            awaitBroker(directory);
            InProcess.Running verifier = commands.start("run", "verifier");

            // While the users migrate, V2 lacks most of them: under way, and no mismatch.
            JsonNode before = until(port, isVerdict("match"));
            JsonNode under;
            try (LiveWorkload workload =
                    LiveWorkload.start(LiveWorkloadConfig.between(databases.v1(), databases.v2()))) {
                under = until(
                        port,
                        answer -> answer.get("passes").asLong()
                                        >= before.get("passes").asLong() + 1
                                && answer.at("/changed_users/checked").asLong() > 10);
                assertThat(workload.report().v1().transactions()).isPositive();
            }
            JsonNode after = until(
                    port,
                    isVerdict("match")
                            .and(answer -> answer.get("suspects").asLong() == 0
                                    && answer.at("/changed_users/waiting").asLong() == 0));
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(answer.get("mismatched_users").asLong()).isZero());
            assertThat(under.get("state").asText()).isIn("running", "waiting");
            assertThat(after.at("/unapplied/users").asLong()).isZero();

            databases.execute(
                    "v2",
                    "UPDATE users SET first_name = 'Wrong' WHERE id = (SELECT max(target_user_id)"
                            + " FROM changeover.v1_user WHERE outcome = 'created')");
            JsonNode found = until(port, isVerdict("mismatch"));
            assertThat(found.at("/mismatches/0/column").asText()).isEqualTo("first_name");
            assertThat(found.toString()).doesNotContain("Wrong");

            assertThat(verifier.stop().exitCode()).isZero();
            assertThat(sync.stop().exitCode()).isZero();
        }
    }

    @Test
    void beforeThereIsAPipelineItSaysSoAndMakesNoTopic(@TempDir Path directory) throws Exception {
        try (TwoDatabases databases = TwoDatabases.empty(Map.of());
                LocalBroker broker = LocalBroker.startTemporary();
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            InProcess.Result refused = databases
                    .commands(directory)
                    .with("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers())
                    .run("run", "verifier");

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err()).contains("There is no pipeline for staging on this broker yet");
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    private static void awaitBroker(Path directory) {
        await().atMost(Duration.ofMinutes(4)).until(() -> StateDirectory.brokerAddress(directory.resolve(".changeover"))
                .isPresent());
    }

    private static Predicate<JsonNode> isVerdict(String verdict) {
        return answer -> answer.get("verdict").asText().equals(verdict);
    }

    private JsonNode until(int port, Predicate<JsonNode> holds) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/verification"))
                .timeout(Duration.ofSeconds(10))
                .build();
        return await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> {
                            HttpResponse<String> response =
                                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
                            JsonNode answer = new ObjectMapper().readTree(response.body());
                            answers.add(answer);
                            return answer;
                        },
                        holds);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
