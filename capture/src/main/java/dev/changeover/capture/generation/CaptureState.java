package dev.changeover.capture.generation;

import static java.util.Objects.requireNonNull;

import dev.changeover.capture.source.SourceIdentity;

/**
 * What capture must know at its next start. Kept in Kafka.
 *
 * @param complete whether the generation's snapshot is in the topics; one that is not is never continued
 */
public record CaptureState(int generation, boolean complete, SourceIdentity source, String slot) {
    public CaptureState {
        requireNonNull(source, "source");
        requireNonNull(slot, "slot");
    }
}
