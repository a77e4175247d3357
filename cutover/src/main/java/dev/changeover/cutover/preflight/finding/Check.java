package dev.changeover.cutover.preflight.finding;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One check and how it ended. Holds no secret, no email and no value of a row.
 *
 * @param finding what was seen
 * @param remedy what to do, as an order; empty when there is nothing to do
 * @param blockedBy the check that says why this one could not be carried out
 */
public record Check(CheckName name, Status status, String finding, String remedy, Optional<CheckName> blockedBy) {
    public Check {
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(finding, "finding");
        requireNonNull(remedy, "remedy");
        requireNonNull(blockedBy, "blockedBy");
        if (status != Status.PASS && remedy.isBlank()) {
            throw new IllegalArgumentException("The check " + name.code() + " finds something and says no remedy");
        }
    }

    /** What it asks does not answer, as another check says. */
    public static Check notPossible(CheckName name, CheckName blockedBy) {
        return new Check(
                name,
                Status.FAIL,
                "not possible: what it asks does not answer",
                "see " + blockedBy.code(),
                Optional.of(blockedBy));
    }
}
