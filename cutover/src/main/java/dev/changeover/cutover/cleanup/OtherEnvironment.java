package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Whether the other environment still uses what both share. What cannot be told counts as a use. */
final class OtherEnvironment {
    private final CleanupConfig config;

    OtherEnvironment(CleanupConfig config) {
        this.config = requireNonNull(config, "config");
    }

    /**
     * The first sign of use, for people; empty if there is none.
     *
     * @param topics that exist
     */
    Optional<String> use(Set<String> topics, StateRemains state) {
        String other = config.otherEnvironment();
        Optional<String> ledger = config.otherTarget().isPresent() ? ofLedger() : Optional.empty();
        if (ledger.isPresent()) {
            return ledger;
        }
        if (state.holdsTransformOf(other)) {
            return Optional.of(other + " still uses it: its state is in the state directory");
        }
        return new TopicChoice(other).ofEnvironment(topics).isEmpty()
                ? Optional.empty()
                : Optional.of(other + " still uses it: its topics are on the broker");
    }

    private Optional<String> ofLedger() {
        String other = config.otherEnvironment();
        var address = config.otherTarget().orElseThrow();
        try (Connection connection = Sessions.open(other, address, Optional.empty())) {
            boolean used = Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")
                    && Ask.truth(
                            connection,
                            "SELECT EXISTS (SELECT FROM changeover.target WHERE environment = '" + other + "')");
            return used
                    ? Optional.of(other + " still uses it: there is a ledger in its database " + address.database())
                    : Optional.empty();
        } catch (ProblemException | SQLException e) {
            return Optional.of("whether " + other + " still uses it cannot be told, since its database at " + address
                    + " does not answer (if that is gone for good, unset its URL)");
        }
    }
}
