package dev.changeover.contract.stage;

import static java.util.Objects.requireNonNull;

/**
 * Something that a person must know: what happened, why, and what to do. Holds no secret and no value of a row.
 *
 * @param what one clause without a full stop
 * @param why one clause without a full stop
 * @param remedy what to do, as an order
 */
public record Problem(Kind kind, String what, String why, String remedy) {
    /** Decides the exit code of a command. */
    public enum Kind {
        UNEXPECTED(1),
        USAGE(2),
        REFUSED(3),
        INCONCLUSIVE(5);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    public Problem {
        requireNonNull(kind, "kind");
        requireNonNull(what, "what");
        requireNonNull(why, "why");
        requireNonNull(remedy, "remedy");
    }

    /** One line: {@code what: why; remedy}. */
    public String line() {
        return what + ": " + why + "; " + remedy;
    }
}
