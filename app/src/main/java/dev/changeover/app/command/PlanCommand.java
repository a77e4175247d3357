package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OpenChanges;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.cutover.assessment.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code changeover plan}. */
@Command(
        name = "plan",
        description =
                "Says what a migration would do with each user, and how many rows it would write. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
    private static final int LISTED_TO_READ = 20;
    private static final int LISTED_AS_JSON = 1_000;

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final UserSelection users = new UserSelection();

    PlanCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() throws InterruptedException {
        users.check();
        answer(common.load(surroundings), users, common.json(), surroundings.terminal());
        return 0;
    }

    /** As {@code migrate --dry-run} does, too. With a limit, everybody up to it is listed. */
    static void answer(Configuration configuration, UserSelection users, boolean json, Terminal terminal)
            throws InterruptedException {
        Plan plan = Plan.read(
                configuration.databases().v1(),
                configuration.databases().target(configuration.environment()),
                configuration.drills().overrides(),
                users.toPlan());
        Plan whole = OpenChanges.addTo(plan, configuration, users.emails());
        if (json) {
            terminal.data(JsonText.of(
                    new PlanAnswer(whole, users.isRestricted() ? Integer.MAX_VALUE : LISTED_AS_JSON).json()));
        } else {
            new PlanAnswer(whole, users.isRestricted() ? Integer.MAX_VALUE : LISTED_TO_READ)
                    .lines()
                    .forEach(terminal::data);
        }
    }
}
