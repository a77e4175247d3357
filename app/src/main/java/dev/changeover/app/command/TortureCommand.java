package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.DrainPosition;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.topic.TargetTopics;
import dev.changeover.cutover.drain.Drain;
import dev.changeover.torture.RoundResult;
import dev.changeover.torture.Torture;
import dev.changeover.torture.TortureConfig;
import dev.changeover.torture.TortureReport;
import dev.changeover.torture.process.Child;
import dev.changeover.torture.world.Programs;
import dev.changeover.verifier.content.PipelinePosition;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code changeover torture}. */
@Command(
        name = "torture",
        description =
                "Strikes faults on this machine, on databases, a broker and data of its own, and proves that nothing"
                        + " is lost or doubled. No configured database is touched.")
final class TortureCommand implements Callable<Integer> {
    private static final String MAIN = "dev.changeover.app.Main";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int FEWEST_USERS = 50;

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each fault. Default: ${DEFAULT-VALUE}.")
    private int rounds = 1;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Repeats the decisions of an earlier run. Default: a new one, which is printed.")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = "Which, separated by commas, each with its own rounds if wanted: kill=10,crash-point."
                    + " 'help' lists them. Default: all.")
    private String faults = "all";

    @Option(names = "--users", paramLabel = "N", description = "V1 users in the sample. Default: ${DEFAULT-VALUE}.")
    private int users = 300;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    TortureCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() throws SQLException {
        Terminal terminal = surroundings.terminal();
        if (faults.equals("help")) {
            FaultList.help().forEach(terminal::data);
            return 0;
        }
        List<TortureConfig.Series> series = series();
        Configuration configuration = common.load(surroundings);
        terminal.message("Log: " + RunLog.open(configuration, "torture"));
        surroundings.interruption().heed();
        RunFolder folder = RunFolder.create(configuration.stateDirectory(), "torture-");
        boolean clean = false;
        AtomicBoolean somethingWrong = new AtomicBoolean();
        try {
            TortureReport report = run(
                    new TortureConfig(folder.path(), programs(), users, seed == null ? newSeed() : seed, series),
                    round -> somethingWrong.compareAndSet(
                            false, !round.findings().isClean()));
            TortureAnswer answer = new TortureAnswer(report);
            answer.lines().forEach(common.json() ? terminal::message : terminal::data);
            if (common.json()) {
                terminal.data(JsonText.of(answer.json()));
            }
            clean = report.exitCode() == 0;
            return report.exitCode();
        } catch (InterruptedException e) {
            clean = !somethingWrong.get();
            return CommandLineInterface.INTERRUPTED;
        } finally {
            if (clean) {
                folder.delete();
            } else {
                terminal.message("Databases and logs are kept in " + folder.path());
            }
        }
    }

    private List<TortureConfig.Series> series() {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be at least 1, but is " + rounds);
        }
        if (users < FEWEST_USERS) {
            throw new ParameterException(
                    spec.commandLine(), "--users must be at least " + FEWEST_USERS + ", but is " + users);
        }
        try {
            return FaultList.read(faults, rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** Runs on this thread, which a request to stop interrupts. */
    private TortureReport run(TortureConfig config, Consumer<RoundResult> ended)
            throws InterruptedException, SQLException {
        Thread runner = Thread.currentThread();
        Thread watch = new Thread(
                () -> {
                    while (!surroundings.interruption().pause(BETWEEN_LOOKS)) {
                        if (Thread.currentThread().isInterrupted()) {
                            return;
                        }
                    }
                    if (surroundings.interruption().isRequested()) {
                        runner.interrupt();
                    }
                },
                "torture-interruption");
        watch.setDaemon(true);
        watch.start();
        try {
            return Torture.run(config, surroundings.terminal()::message, ended);
        } finally {
            watch.interrupt();
        }
    }

    private static Programs programs() {
        // Maven's forked machine has only a jar on its class path that names the others, and removes it at its end.
        String libraries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        return new Programs(
                List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "java")
                                .toString(),
                        Child.class.getName(),
                        MAIN),
                libraries,
                TortureCommand::position);
    }

    private static PipelinePosition position(DatabaseAddress v1, String bootstrapServers) {
        return new DrainPosition(lsn -> Drain.towards(lsn, bootstrapServers, v1, new TargetTopics("staging")));
    }

    private static long newSeed() {
        return ThreadLocalRandom.current().nextLong(1, 1_000_000_000);
    }
}
