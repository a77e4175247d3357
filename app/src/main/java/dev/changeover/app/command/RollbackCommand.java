package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover rollback}. */
@Command(
        name = "rollback",
        description = {
            "The way back. With --user or --migrated: migrated users become what they were, ids included, nobody else's rows change, and they"
                    + " are not migrated again until replay --user says so.",
            "Otherwise the break-glass way: the target exactly as it was at a rollback point. Writers wait while it runs."
        })
final class RollbackCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Option(names = "--user", paramLabel = "EMAIL", description = "This user; may be repeated.")
    private List<String> emails = new ArrayList<>();

    @Option(names = "--migrated", description = "Every migrated user. Sinks that run now stop.")
    private boolean migrated;

    @Option(names = "--to", paramLabel = "NAME", description = "The rollback point.")
    private @Nullable String to;

    @Mixin
    private final PointChoice choice = new PointChoice();

    @Option(
            names = "--accept-loss",
            description =
                    "Go on although rows of others go: those written since the point, or with --user and --migrated rows of"
                            + " V2's own that nobody can be given.")
    private boolean acceptLoss;

    @Option(names = "--preview", description = "With --user or --migrated: say what would happen, and end.")
    private boolean preview;

    @Option(
            names = "--lock-wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to try to lock the tables for a rollback to a point. Default: 30.")
    private int lockWait;

    RollbackCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        boolean ofUsers = requireOneWay();
        Configuration configuration = common.load(surroundings);
        UserRollback users = new UserRollback(configuration, surroundings, consent, acceptLoss);
        if (preview) {
            return users.preview(emails, common.json());
        }
        consent.requireName(configuration);
        return recorded.run(
                configuration,
                () -> ofUsers
                        ? users.run(emails, common.json())
                        : new FullRollback(configuration, surroundings, consent, lockWait)
                                .run(points -> choice.of(points, to), acceptLoss, common.json()));
    }

    private boolean requireOneWay() {
        boolean ofUsers = migrated || !emails.isEmpty();
        if ((migrated && !emails.isEmpty()) || (ofUsers && (to != null || choice.isLatest()))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--user, --migrated and a rollback point (--to or --latest) exclude each other");
        }
        choice.requireAtMostOne(to);
        if (lockWait < 0) {
            throw new ParameterException(spec.commandLine(), "--lock-wait is a number of seconds, 0 or more");
        }
        if (preview && !ofUsers) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--preview needs --user or --migrated; a rollback to a point says what it does before it asks");
        }
        return ofUsers;
    }
}
