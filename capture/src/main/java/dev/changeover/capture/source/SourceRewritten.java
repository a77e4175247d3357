package dev.changeover.capture.source;

import dev.changeover.contract.stage.Problem;

/** A snapshot is worth nothing: V1's schema changed while it was read. The next one, in a generation of its own, has what V1 has then. */
public final class SourceRewritten extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceRewritten() {
        super("V1's schema changed during the snapshot");
    }

    /** What a person must know when it happens again and again. */
    public static Problem again(int snapshots) {
        return new Problem(
                Problem.Kind.REFUSED,
                "Captured tables of V1 were written anew under each of " + snapshots + " snapshots",
                "changes of the schema, TRUNCATE or VACUUM FULL: a snapshot may find such a table empty",
                "keep these away from V1 until the snapshot is through, and start capture again");
    }

    /** What a person must know of it. */
    public Problem problem() {
        return new Problem(
                Problem.Kind.INCONCLUSIVE,
                "A captured table of V1 was written anew while the snapshot read it",
                "a change of the schema or VACUUM FULL: the snapshot may have found the table empty",
                "nothing: capture begins another snapshot by itself; change V1's schema when it is through");
    }
}
