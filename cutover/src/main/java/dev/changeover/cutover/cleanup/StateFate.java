package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * What becomes of an entry of the state directory, by its name alone.
 *
 * @param environment the one that is cleaned up
 * @param withRollbackPoints whether its rollback points go too
 */
record StateFate(String environment, boolean withRollbackPoints) {
    static final String TRANSFORM = "transform-";
    /** Folders of one environment: the topology's state, the names of its sinks, and what a preview of a replay copies. */
    private static final Set<String> OF_AN_ENVIRONMENT = Set.of(TRANSFORM, "sink-", "preview-");

    /** Folders with an entry for each environment. */
    static final Set<String> BY_ENVIRONMENT = Set.of("rollback-points", "verifications");
    /** Files of whoever owns the directory, who removes them. */
    static final Set<String> OF_THE_OWNER = Set.of("owner.lock", "owner.pid", "broker.address", "broker.address.new");

    StateFate {
        requireNonNull(environment, "environment");
    }

    /**
     * Why it stays; empty if it goes.
     *
     * @param name with a slash where it lies in one of {@link #BY_ENVIRONMENT}
     * @param whyShared who else uses what environments share; empty if nobody does
     */
    Optional<String> whyKept(String name, Optional<String> whyShared) {
        if (name.startsWith(".deleting-") || name.contains("/.deleting-")) {
            return Optional.empty();
        }
        if (name.equals("broker")) {
            return whyShared;
        }
        for (String prefix : OF_AN_ENVIRONMENT) {
            if (name.startsWith(prefix)) {
                return mine(name.substring(prefix.length()));
            }
        }
        if (name.startsWith("rollback-points/")) {
            return mine(name.substring(name.indexOf('/') + 1))
                    .or(() -> withRollbackPoints
                            ? Optional.empty()
                            : Optional.of("the rollback points are the only way back that is left;"
                                    + " --with-rollback-points takes them too"));
        }
        if (name.startsWith("verifications/")) {
            return ofVerification(name, whyShared);
        }
        return Optional.of(
                switch (name) {
                    case "logs" -> "the logs tell what was done, and hold no personal data";
                    default ->
                        name.startsWith("demo-") || name.startsWith("torture-")
                                ? "a demonstration or a trial made it; delete it when none runs"
                                : "Changeover did not make it";
                });
    }

    private Optional<String> ofVerification(String name, Optional<String> whyShared) {
        if (name.endsWith("/staging.json") && (environment.equals("staging") || whyShared.isPresent())) {
            return Optional.of("preflight of production asks whether staging was verified");
        }
        return name.endsWith("/" + environment + ".json") || whyShared.isEmpty()
                ? Optional.empty()
                : Optional.of("it is the other environment's");
    }

    private Optional<String> mine(String owner) {
        return owner.equals(environment) ? Optional.empty() : Optional.of("it is " + owner + "'s");
    }
}
