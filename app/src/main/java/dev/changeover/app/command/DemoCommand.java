package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.demo.Demonstration;
import dev.changeover.app.demo.Findings;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.cutover.assessment.Stats;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover demo}. */
@Command(
        name = "demo",
        description = "Shows everything on this machine: databases, broker and data of its own, removed at the end.")
final class DemoCommand implements Callable<Integer> {
    private static final int FEWEST_USERS = 50;

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--users", paramLabel = "N", description = "V1 users. Default: ${DEFAULT-VALUE}.")
    private int users = 4_928;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() throws Exception {
        if (users < FEWEST_USERS) {
            throw new ParameterException(
                    spec.commandLine(), "--users must be at least " + FEWEST_USERS + ", but is " + users);
        }
        Configuration configuration = common.load(surroundings);
        String log = RunLog.open(configuration, "demo");
        surroundings.terminal().message("Log: " + log);
        surroundings.interruption().heed();
        Optional<Findings> findings = new Demonstration(surroundings.terminal(), surroundings.interruption()::pause)
                .run(configuration, users, this::showStats);
        if (common.json()) {
            findings.ifPresent(found -> surroundings.terminal().data(JsonText.of(new DemoAnswer(found).json())));
        }
        return findings.map(Findings::exitCode).orElse(CommandLineInterface.INTERRUPTED);
    }

    private void showStats(Configuration configuration) {
        Stats stats = Stats.read(
                configuration.databases().v1(),
                configuration.databases().target(configuration.environment()),
                configuration.drills().overrides());
        StatsCommand.show(stats, surroundings.terminal());
    }
}
