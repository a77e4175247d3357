package dev.changeover.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureCodecsTest {
    @Test
    void anEndedSnapshotIsReadableInATopic() {
        SnapshotEvent ended = new SnapshotEvent.Ended(3, Map.of("users", List.of(17L, 4L), "drills", List.of(0L, 2L)));

        byte[] bytes = SnapshotEventCodec.encode(ended);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"event\":\"ended\",\"generation\":3,\"ends\":{\"drills\":[0,2],\"users\":[17,4]}}");
        assertThat(SnapshotEventCodec.decode(bytes)).isEqualTo(ended);
    }

    @Test
    void aStartedSnapshotComesBack() {
        SnapshotEvent started = new SnapshotEvent.Started(2);

        assertThat(SnapshotEventCodec.decode(SnapshotEventCodec.encode(started)))
                .isEqualTo(started);
    }

    @Test
    void progressIsReadableInATopic() {
        CaptureProgress progress = new CaptureProgress(
                "r1", CaptureProgress.State.STREAMING, 2, 26660352, Instant.parse("2026-11-21T05:46:09.5Z"));

        byte[] bytes = CaptureProgressCodec.encode(progress);

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"run\":\"r1\",\"state\":\"streaming\",\"generation\":2,\"acknowledged_lsn\":26660352,"
                        + "\"at\":\"2026-11-21T05:46:09.500Z\"}");
        assertThat(CaptureProgressCodec.decode(bytes)).isEqualTo(progress);
    }

    @Test
    void refusesWhatIsNotAnEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnapshotEventCodec.decode("{\"generation\":1}".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("'event'");
    }
}
