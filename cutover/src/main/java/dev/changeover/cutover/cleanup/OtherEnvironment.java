package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.topic.SourceTopics;
import dev.changeover.cutover.point.Ask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the other environment still uses what both share. What cannot be told counts as a use, unless the operator leaves it out.
 *
 * <p>Without its database's address the broker tells: V1's slot serves one capture, which keeps its place on one broker, where the topics of
 * both environments are. A broker whose capture left the slot as it is, and that has no topic of the other environment, serves one alone.
 */
final class OtherEnvironment {
    private static final List<String> TRACE = List.of(SourceTopics.STATE, SourceTopics.OFFSETS, SourceTopics.CONTROL);

    private final CleanupConfig config;
    private final CaptureTrace capture;
    private final String other;

    OtherEnvironment(CleanupConfig config, CaptureTrace capture) {
        this.config = requireNonNull(config, "config");
        this.capture = requireNonNull(capture, "capture");
        this.other = config.otherEnvironment();
    }

    /**
     * The first sign of use, for people; empty if there is none.
     *
     * @param topics that exist
     */
    Optional<String> use(Set<String> topics, StateRemains state) {
        Optional<Boolean> ledger = config.otherTarget().flatMap(this::hasLedger);
        if (ledger.orElse(false)) {
            return Optional.of(other + " still uses it: there is a ledger in its database "
                    + config.otherTarget().orElseThrow().database());
        }
        Optional<String> sign = sign(topics, state);
        if (sign.isPresent() || ledger.isPresent() || config.withoutOther()) {
            return sign;
        }
        return config.otherTarget().isPresent()
                ? config.otherTarget().map(OtherEnvironment::noAnswer).map(this::untold)
                : doubt(topics).map(this::notSet).map(this::untold);
    }

    /** Empty when its database does not answer. */
    private Optional<Boolean> hasLedger(DatabaseAddress address) {
        try (Connection connection = Sessions.open(other, address, Optional.empty())) {
            return Optional.of(Ask.truth(connection, "SELECT to_regclass('changeover.target') IS NOT NULL")
                    && Ask.truth(
                            connection,
                            "SELECT EXISTS (SELECT FROM changeover.target WHERE environment = '" + other + "')"));
        } catch (ProblemException | SQLException e) {
            return Optional.empty();
        }
    }

    private Optional<String> sign(Set<String> topics, StateRemains state) {
        if (state.holdsTransformOf(other)) {
            return Optional.of(other + " still uses it: its state is in the state directory");
        }
        return new TopicChoice(other).ofEnvironment(topics).isEmpty()
                ? Optional.empty()
                : Optional.of(other + " still uses it: its topics are on the broker");
    }

    /** Why the broker does not tell either; empty if it does, or nothing in V1 can be lost. */
    private Optional<String> doubt(Set<String> topics) {
        if (config.v1().isEmpty()) {
            return Optional.empty();
        }
        DatabaseAddress v1 = config.v1().get();
        if (new SourceRemains(v1, config.slot(), config.publication()).isEmpty()) {
            return Optional.empty();
        }
        if (config.withoutBroker()) {
            return Optional.of("the broker, which would tell, is left out");
        }
        return topics.containsAll(TRACE)
                ? capture.doubt(v1, config.slot())
                : Optional.of("no capture has run with the broker that is known here");
    }

    private String untold(String why) {
        return "whether " + other + " still uses it cannot be told, since " + why;
    }

    private static String noAnswer(DatabaseAddress address) {
        return "its database at " + address + " does not answer; if that is gone for good, add --without-other";
    }

    private String notSet(String why) {
        String variable = other.equals("production") ? "V2_DATABASE_URL" : "STAGING_DATABASE_URL";
        return variable + " is not set, and " + why + "; set it, or add --without-other if " + other
                + " is gone for good or never was";
    }
}
