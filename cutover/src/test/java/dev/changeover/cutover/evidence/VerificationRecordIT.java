package dev.changeover.cutover.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.fault.SmallDisk;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationRecordIT {
    @Test
    void onAFullDiskNoEarlierMatchOutlivesAMismatch() {
        Optional<String> unavailable = SmallDisk.unavailable();
        assumeTrue(unavailable.isEmpty(), unavailable.orElse(""));
        try (SmallDisk disk = SmallDisk.ofMegabytes(1)) {
            record("match").write(disk.path());
            disk.fill();
            assertThat(VerificationRecord.read(disk.path(), "staging")).contains(record("match"));

            assertThatThrownBy(() -> record("mismatch").write(disk.path()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("The verdict mismatch cannot be kept")
                    .hasMessageContaining("verify again");

            assertThat(VerificationRecord.read(disk.path(), "staging")).isEmpty();
        }
    }

    private static VerificationRecord record(String verdict) {
        return new VerificationRecord(
                "staging", "v2", verdict, "all", Optional.of("0/1"), Instant.parse("2026-01-02T03:04:05Z"));
    }
}
