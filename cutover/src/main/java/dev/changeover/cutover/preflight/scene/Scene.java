package dev.changeover.cutover.preflight.scene;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.assessment.Stats;
import dev.changeover.cutover.preflight.finding.CheckName;
import dev.changeover.cutover.preflight.finding.Volumes;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What checks look at. A database that does not answer is asked once. Confined to one thread. */
public final class Scene implements AutoCloseable {
    private final PreflightConfig config;
    private final Side v1;
    private final Side target;
    private @Nullable Stats stats;
    private @Nullable ProblemException unreadable;
    private @Nullable Volumes volumes;
    private boolean brokerAway;

    public Scene(PreflightConfig config) {
        this.config = requireNonNull(config, "config");
        this.v1 = new Side("V1", config.v1(), CheckName.V1_CONNECTION);
        this.target = new Side("the target", config.target(), CheckName.TARGET_CONNECTION);
    }

    public PreflightConfig config() {
        return config;
    }

    public Side v1Side() {
        return v1;
    }

    public Side targetSide() {
        return target;
    }

    /**
     * V1, connected.
     *
     * @throws NotReached when it does not answer
     */
    public Session v1() {
        return v1.session();
    }

    /** The target, connected; as {@link #v1()}. */
    public Session target() {
        return target.session();
    }

    /**
     * Both databases in numbers, read once.
     *
     * @throws NotReached when one does not answer
     * @throws ProblemException when one cannot be read
     */
    public Stats stats() {
        v1();
        target();
        if (unreadable != null) {
            throw unreadable;
        }
        if (stats == null) {
            try {
                stats = Stats.read(config.v1(), config.target(), config.drillOverrides());
            } catch (ProblemException e) {
                unreadable = e;
                throw e;
            }
        }
        return stats;
    }

    /** How much there is to move; as {@link #stats()}. */
    public Volumes volumes() throws SQLException {
        if (volumes == null) {
            volumes = VolumeEstimate.of(stats(), v1());
        }
        return volumes;
    }

    /** As {@link #volumes()}, and empty when the databases cannot be read. */
    public Optional<Volumes> volumesIfKnown() {
        try {
            return Optional.of(volumes());
        } catch (NotReached | ProblemException | SQLException e) {
            return Optional.empty(); // the check of that name has said why
        }
    }

    /** The check of the broker has waited for it in vain: no other has to. */
    public void brokerIsAway() {
        brokerAway = true;
    }

    /**
     * Does nothing as long as nobody has waited for the broker in vain.
     *
     * @throws NotReached when the check of the broker has
     */
    public void requireBroker() {
        if (brokerAway) {
            throw new NotReached(CheckName.BROKER);
        }
    }

    /** Leaves nothing of what a check asked. */
    public void rollback() {
        v1.rollback();
        target.rollback();
    }

    @Override
    public void close() {
        v1.close();
        target.close();
    }
}
