package dev.changeover.contract.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Locale;

/** Capture progress as JSON. */
public final class CaptureProgressCodec {
    private CaptureProgressCodec() {}

    public static byte[] encode(CaptureProgress progress) {
        return ChangeJson.bytes(JsonNodeFactory.instance
                .objectNode()
                .put("run", progress.run())
                .put("state", progress.state().name().toLowerCase(Locale.ROOT))
                .put("generation", progress.generation())
                .put("acknowledged_lsn", progress.acknowledgedLsn())
                .put("at", progress.at().toString()));
    }

    /**
     * Reads what {@code encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are not capture progress
     */
    public static CaptureProgress decode(byte[] bytes) {
        JsonNode json = ChangeJson.object(bytes, "capture progress");
        return new CaptureProgress(
                ChangeJson.text(json, "run"),
                CaptureProgress.State.valueOf(ChangeJson.text(json, "state").toUpperCase(Locale.ROOT)),
                Math.toIntExact(ChangeJson.number(json, "generation")),
                ChangeJson.number(json, "acknowledged_lsn"),
                Instant.parse(ChangeJson.text(json, "at")));
    }
}
