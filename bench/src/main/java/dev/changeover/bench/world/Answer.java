package dev.changeover.bench.world;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a command ended.
 *
 * @param seconds from before the process was started until it was gone
 * @param cpuSeconds that its Java machines computed, on all cores; unlike the seconds it hardly depends on what else runs
 * @param peakBytes resident memory of its Java machines
 * @param json the last line of its output
 */
public record Answer(int exitCode, double seconds, double cpuSeconds, long peakBytes, JsonNode json) {
    public Answer {
        requireNonNull(json, "json");
    }

    /** A number of the answer, which must be there. */
    public long number(String key) {
        JsonNode value = json.path(key);
        if (!value.isNumber()) {
            throw new IllegalStateException("The command's answer has no number '" + key + "': " + json);
        }
        return value.asLong();
    }
}
