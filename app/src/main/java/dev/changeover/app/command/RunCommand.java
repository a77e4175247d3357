package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.SingleStage;
import dev.changeover.app.service.HealthEndpoint;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.contract.stage.Stage;
import dev.changeover.verifier.continuous.ContinuousVerifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code changeover run STAGE}. */
@Command(
        name = "run",
        description =
                "Runs one stage as a service, with /live and /ready over HTTP; verifier also answers /verification.")
final class RunCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Mixin
    private final TargetOptions options = new TargetOptions();

    @Parameters(
            paramLabel = "STAGE",
            completionCandidates = StageNames.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SingleStage stage;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    RunCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        requireOwnFlags();
        Configuration configuration = stage.changesSomething()
                ? options.load(common, surroundings)
                : options.loadToRead(common, surroundings);
        return stage.changesSomething()
                ? recorded.run(configuration, () -> serve(configuration))
                : serve(configuration);
    }

    /** Taken and not used, a flag would be believed. */
    private void requireOwnFlags() {
        Optional<String> flag = stage == SingleStage.SINK ? Optional.empty() : options.sinkFlag();
        if (flag.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), flag.get() + " is the sink's, and says nothing to run " + stage.code());
        }
    }

    private int serve(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        String log = RunLog.open(configuration, "run-" + stage.code());
        if (stage.changesSomething()) {
            surroundings.interruption().heed();
        }
        try (Stage running = stage.start(configuration);
                HealthEndpoint health = HealthEndpoint.start(running, configuration.healthPort())) {
            surroundings.interruption().heed();
            recorded.ledgerIsThere();
            if (running instanceof ContinuousVerifier verifier) {
                health.answerAlso("/verification", verifier::reportJson);
            }
            terminal.message(stage.code() + " runs; health: http://localhost:" + health.port() + "/ready; log: " + log);
            while (!surroundings.interruption().pause(BETWEEN_LOOKS)) {
                if (running.state() == Stage.State.FAILED) {
                    throw new ProblemException(running.failure()
                            .orElseGet(() -> new Problem(
                                    Problem.Kind.UNEXPECTED,
                                    "The stage " + stage.code() + " ended by itself",
                                    "it gave no reason",
                                    "read " + log)));
                }
            }
            terminal.message("Stopping after the work in hand.");
        }
        return 0;
    }

    /** The stages as they are written. */
    static final class StageNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(SingleStage.values()).map(SingleStage::code).iterator();
        }
    }
}
