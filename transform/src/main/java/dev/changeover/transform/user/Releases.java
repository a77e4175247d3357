package dev.changeover.transform.user;

import static java.util.Objects.requireNonNull;

import dev.changeover.transform.message.ReleasePiece;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Sees to it that a look through all users of the partition runs at most once at a time: one that is asked for meanwhile
 * begins when the running one ends.
 */
final class Releases {
    private static final String RUNNING = "release/running";
    private static final String AGAIN = "release/again";

    private final int partition;
    private final KeyValueStore<String, Long> progress;

    Releases(int partition, KeyValueStore<String, Long> progress) {
        this.partition = partition;
        this.progress = requireNonNull(progress, "progress");
    }

    /** All users shall be assembled; the answer is what to begin with, if anything. */
    Optional<ReleasePiece> ask() {
        if (progress.get(RUNNING) != null) {
            progress.put(AGAIN, 1L);
            return Optional.empty();
        }
        progress.put(RUNNING, 1L);
        return Optional.of(ReleasePiece.ofAll(partition));
    }

    /** The last piece of a look through all users is done; the answer is what to begin with next, if anything. */
    Optional<ReleasePiece> finished() {
        progress.delete(RUNNING);
        boolean again = progress.get(AGAIN) != null;
        progress.delete(AGAIN);
        return again ? ask() : Optional.empty();
    }
}
