package dev.changeover.cutover.preflight.finding;

import static java.util.Objects.requireNonNull;

/**
 * One check and how it ended. Holds no secret, no email and no value of a row.
 *
 * @param finding what was seen
 * @param remedy what to do, as an order; empty when there is nothing to do
 */
public record Check(CheckName name, Status status, String finding, String remedy) {
    public Check {
        requireNonNull(name, "name");
        requireNonNull(status, "status");
        requireNonNull(finding, "finding");
        requireNonNull(remedy, "remedy");
        if (status != Status.PASS && remedy.isBlank()) {
            throw new IllegalArgumentException("The check " + name.code() + " finds something and says no remedy");
        }
    }
}
