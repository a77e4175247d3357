package dev.changeover.capture;

import static java.util.Objects.requireNonNull;

/**
 * What capture must know at its next start. Kept in Kafka.
 *
 * @param complete whether the generation's snapshot is in the topics; one that is not is never continued
 */
record CaptureState(int generation, boolean complete, SourceIdentity source, String slot) {
    CaptureState {
        requireNonNull(source, "source");
        requireNonNull(slot, "slot");
    }
}
