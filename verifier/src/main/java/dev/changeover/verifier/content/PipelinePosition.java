package dev.changeover.verifier.content;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Knows how far the pipeline has come. Given by whoever runs the verification; the verifier only asks. */
@FunctionalInterface
public interface PipelinePosition {

    /**
     * Waits until everything that V1 committed at or below {@code lsn} is in the target, rewritten by the drills that the
     * target had meanwhile.
     *
     * @param lsn 0 for what is in the pipeline already
     * @param atMost how long to wait; the answer is then {@link Answer.NotYet}
     */
    Answer awaitPassed(long lsn, Duration atMost) throws InterruptedException;

    /** What is known of a position. */
    sealed interface Answer {
        /** The answer as a clause of a report. */
        String words();

        record Passed() implements Answer {
            @Override
            public String words() {
                return "the pipeline has passed V1's position";
            }
        }

        /** It may pass later. */
        record NotYet(String where) implements Answer {
            public NotYet {
                requireNonNull(where, "where");
            }

            @Override
            public String words() {
                return "the pipeline has not passed V1's position in time: " + where;
            }
        }

        /** It will not pass by itself. */
        record Stalled(String stage, String reason) implements Answer {
            public Stalled {
                requireNonNull(stage, "stage");
                requireNonNull(reason, "reason");
            }

            @Override
            public String words() {
                return "the pipeline is stalled in " + stage + ": " + reason;
            }
        }
    }
}
