package dev.changeover.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.changeover.app.command.InProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code preflight} as an operator sees it, with the sample's awkward users. */
class PreflightCommandIT {
    private static final String EMAIL = "[\\w.+-]+@[\\w-]+\\.[\\w.]+";

    private static TwoDatabases databases;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws SQLException {
        databases = TwoDatabases.withUsers(120);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @Test
    void answersAsTextAsJsonAndAsAPageWithoutASecretOrAnEmail() throws Exception {
        InProcess commands = databases.commands(directory);

        InProcess.Result text = commands.run("preflight", "--report", "preflight.html");
        InProcess.Result json = commands.run("preflight", "--json");

        assertThat(text.exitCode()).as(text.out() + text.err()).isZero();
        assertThat(text.lastLine()).startsWith("preflight for staging: warn (").endsWith(" 0 fail)");
        assertThat(text.out()).contains("pass  v1-connection", "warn  v1-tls", "-> turn on ssl in the server");

        assertThat(json.exitCode()).isZero();
        JsonNode answer = new ObjectMapper().readTree(json.lastLine());
        assertThat(answer.get("verdict").asText()).isEqualTo("warn");
        assertThat(answer.get("checks")).hasSizeGreaterThan(45).allSatisfy(check -> assertThat(check.fieldNames())
                .toIterable()
                .containsExactly("name", "status", "finding", "remedy"));
        assertThat(answer.get("volumes").get("v1_rows").get("users").asLong()).isEqualTo(120);
        assertThat(answer.get("estimated_seconds").asLong()).isPositive();

        String page = Files.readString(directory.resolve("preflight.html"));
        assertThat(page)
                .contains("Ready to migrate, with warnings", "staging-verified", "</html>")
                .doesNotContain("{{", "<script", "src=", "http");
        String connection = "postgres@127.0.0.1:\\d+/v[12]";
        for (String said : List.of(text.out() + text.err(), json.out() + json.err(), page)) {
            assertThat(said).doesNotContain(DatabasePair.PASSWORD);
            assertThat(said.replaceAll(connection, "")).doesNotContainPattern(EMAIL);
        }
    }

    @Test
    void exitsWith3WhenACheckFailsAndCarriesOutTheOthers() throws Exception {
        String nobody = "postgresql://postgres:" + DatabasePair.PASSWORD + "@127.0.0.1:1/v2";
        InProcess commands = databases.commands(directory).with("STAGING_DATABASE_URL", nobody);

        InProcess.Result result = commands.run("preflight", "--json", "--report", "preflight.html");

        assertThat(result.exitCode()).isEqualTo(3);
        JsonNode answer = new ObjectMapper().readTree(result.lastLine());
        assertThat(answer.get("verdict").asText()).isEqualTo("fail");
        assertThat(statuses(answer))
                .containsEntry("target-connection", "fail")
                .containsEntry("target-tables", "fail")
                .containsEntry("v1-tables", "pass")
                .containsEntry("v1-replication", "pass");
        assertThat(answer.get("volumes").isNull()).isTrue();
        assertThat(Files.readString(directory.resolve("preflight.html"))).contains("Not ready to migrate");
        assertThat(result.out() + result.err()).doesNotContain(DatabasePair.PASSWORD);
    }

    @Test
    void aVerificationOfStagingIsKeptAndAskedForByProduction() throws Exception {
        InProcess commands = databases.commands(directory).with("V2_DATABASE_URL", databases.url("v2"));

        commands.run("verify", "--level", "all");
        InProcess.Result result = commands.run("preflight", "--json", "--environment", "production");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(directory.resolve(".changeover/verifications/staging.json"))
                .content()
                .contains("\"database\":\"v2\"");
        JsonNode answer = new ObjectMapper().readTree(result.lastLine());
        assertThat(statuses(answer))
                .containsEntry("staging-verified", "fail")
                .containsEntry("target-identity", "fail")
                .containsEntry("v1-tls", "fail")
                .containsEntry("rollback-point", "fail");
        assertThat(result.out()).contains("verify --level all of the staging database v2");
    }

    private static Map<String, String> statuses(JsonNode answer) {
        Map<String, String> statuses = new java.util.HashMap<>();
        answer.get("checks")
                .forEach(check -> statuses.put(
                        check.get("name").asText(), check.get("status").asText()));
        return statuses;
    }
}
