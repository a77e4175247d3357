package dev.changeover.cutover.preflight.finding;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a preflight found.
 *
 * @param databases whom it asked, for people; without password
 * @param checks in the order of {@link CheckName}
 * @param volumes empty when one of the databases could not be read
 */
public record PreflightReport(
        String environment,
        String databases,
        List<Check> checks,
        Optional<Volumes> volumes,
        Instant at,
        Duration took) {
    private static final int REFUSED = 3;

    public PreflightReport {
        requireNonNull(environment, "environment");
        requireNonNull(databases, "databases");
        checks = List.copyOf(checks);
        requireNonNull(volumes, "volumes");
        requireNonNull(at, "at");
        requireNonNull(took, "took");
    }

    /** The worst of its checks. */
    public Status verdict() {
        return checks.stream().map(Check::status).reduce(Status.PASS, Status::orWorse);
    }

    public long count(Status status) {
        return checks.stream().filter(each -> each.status() == status).count();
    }

    /** A warning does not hold anybody up. */
    public int exitCode() {
        return verdict() == Status.FAIL ? REFUSED : 0;
    }

    /** The verdict in one line. */
    public String line() {
        return "preflight for " + environment + ": " + verdict().code() + " (" + count(Status.PASS) + " pass, "
                + count(Status.WARN) + " warn, " + count(Status.FAIL) + " fail)";
    }
}
