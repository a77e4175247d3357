package dev.changeover.cutover.preflight.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseUrl;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.cutover.evidence.VerificationRecord;
import dev.changeover.cutover.preflight.finding.Check;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.PreflightConfig;
import dev.changeover.cutover.preflight.scene.StatePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineChecksTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void aDiskThatTheEstimateFillsFailsAndOneThatItHalfFillsIsWarnedOf() {
        assertThat(found(Disk.judged("x", 99 * MEGABYTE, 100 * MEGABYTE, "free space"))
                        .status())
                .isEqualTo(Status.FAIL);
        assertThat(found(Disk.judged("x", 199 * MEGABYTE, 100 * MEGABYTE, "free space"))
                        .status())
                .isEqualTo(Status.WARN);
        assertThat(found(Disk.judged("x", 200 * MEGABYTE, 100 * MEGABYTE, "free space"))
                        .status())
                .isEqualTo(Status.PASS);
    }

    @Test
    void aStateDirectoryThatCannotBeMadeFailsAndOneInUseNamesItsOwner() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Check impossible = found(StateDirectoryCheck.of(config(file.resolve("state"), false, OptionalLong.empty())));
        Check owned = found(StateDirectoryCheck.of(config(folder, false, OptionalLong.of(4711))));
        Check absent = found(StateDirectoryCheck.of(config(folder.resolve("later"), false, OptionalLong.empty())));

        assertThat(impossible.status()).isEqualTo(Status.FAIL);
        assertThat(owned.status()).isEqualTo(Status.WARN);
        assertThat(owned.finding()).contains("process 4711");
        assertThat(absent.status()).isEqualTo(Status.PASS);
        assertThat(folder.resolve("later")).doesNotExist();
    }

    @Test
    void stagingIsVerifiedWhenItsLastWholeVerificationWasAMatch() throws IOException {
        assertThat(stagingVerified(true).status()).isEqualTo(Status.FAIL);
        assertThat(stagingVerified(false).status()).isEqualTo(Status.WARN);

        record("mismatch", "all").write(folder);
        assertThat(stagingVerified(true).finding()).contains("mismatch");
        assertThat(stagingVerified(true).status()).isEqualTo(Status.FAIL);

        record("match", "counts").write(folder);
        assertThat(stagingVerified(true).status()).isEqualTo(Status.FAIL);

        record("match", "all").write(folder);
        assertThat(stagingVerified(true).status()).isEqualTo(Status.PASS);
        assertThat(VerificationRecord.read(folder, "staging")).contains(record("match", "all"));

        Files.writeString(folder.resolve("verifications/staging.json"), "{\"verdict\":");
        assertThat(stagingVerified(true).status()).isEqualTo(Status.FAIL);
    }

    private static VerificationRecord record(String verdict, String level) {
        return new VerificationRecord(
                "staging",
                "v2_staging",
                verdict,
                level,
                Optional.of("0/16B3748"),
                Instant.parse("2026-11-20T10:00:00Z"));
    }

    private Check stagingVerified(boolean production) {
        return found(StagingVerified.of(config(folder, production, OptionalLong.empty())));
    }

    private static Check found(Judgement judgement) {
        return judgement.as(CheckName.STATE_DISK);
    }

    private static PreflightConfig config(Path state, boolean production, OptionalLong owner) {
        return new PreflightConfig(
                production,
                DatabaseUrl.parse("postgresql://me@localhost/v1"),
                DatabaseUrl.parse("postgresql://me@localhost/v2"),
                Map.of(),
                "changeover",
                "changeover",
                new TargetTopics(production ? "production" : "staging"),
                4,
                Map.of(),
                true,
                2,
                new StatePlace(state, owner, Optional.empty()),
                Optional.empty(),
                Duration.ofMinutes(1));
    }
}
