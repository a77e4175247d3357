package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.VerifiedPosition;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.evidence.VerificationRecord;
import dev.changeover.verifier.Level;
import dev.changeover.verifier.Verification;
import dev.changeover.verifier.VerifierConfig;
import dev.changeover.verifier.content.Patience;
import dev.changeover.verifier.report.HtmlReport;
import dev.changeover.verifier.report.JsonReport;
import dev.changeover.verifier.report.TextReport;
import dev.changeover.verifier.report.Verdict;
import dev.changeover.verifier.report.VerificationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code changeover verify}. */
@Command(
        name = "verify",
        description = "Compares V1 and the target. While a pipeline runs, a difference counts only if it stays when the"
                + " pipeline has passed it.")
final class VerifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "counts, content, invariants or all. Default: all.",
            defaultValue = "ALL")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Level level;

    @Option(names = "--user", paramLabel = "EMAIL", description = "Only this user; may be repeated.")
    private List<String> users = new ArrayList<>();

    @Option(names = "--report", paramLabel = "FILE", description = "Also write a page that a browser shows.")
    private @Nullable Path page;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() throws InterruptedException {
        requireLookAtUsers();
        Configuration configuration = common.load(surroundings);
        ReportFile file = ReportFile.of(surroundings, page);
        String log = RunLog.open(configuration, "verify");
        surroundings
                .terminal()
                .message("Comparing " + configuration.databases().v1() + " with "
                        + configuration.databases().target(configuration.environment()));
        VerificationReport report = Verification.run(config(configuration));
        List<ProblemException> unwritten = new ArrayList<>();
        attempt(() -> keep(configuration, report), unwritten);
        attempt(() -> file.write(() -> HtmlReport.of(report)), unwritten);
        if (report.verdict() != Verdict.MATCH) { // what was found counts for more than where it could not be written
            unwritten.forEach(each ->
                    surroundings.terminal().message("error: " + each.problem().line()));
            unwritten.clear();
        }
        print(report, log);
        if (!unwritten.isEmpty()) {
            throw unwritten.get(0);
        }
        return report.verdict().exitCode();
    }

    private static void attempt(Runnable writing, List<ProblemException> unwritten) {
        try {
            writing.run();
        } catch (ProblemException e) {
            unwritten.add(e);
        }
    }

    private void requireLookAtUsers() {
        if (level == Level.INVARIANTS && !users.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "Invariants are not looked at user by user",
                    "--level invariants is about the whole target, and would say nothing of --user in particular",
                    "leave out --user, or ask for --level content or all"));
        }
    }

    private void print(VerificationReport report, String log) {
        Terminal terminal = surroundings.terminal();
        terminal.message("log: " + log);
        if (common.json()) {
            terminal.data(JsonReport.of(report));
        } else {
            TextReport.of(report).lines().forEach(terminal::data);
        }
    }

    private VerifierConfig config(Configuration configuration) {
        VerifierConfig quiet = VerifierConfig.quiet(
                        configuration.databases().v1(),
                        configuration.databases().target(configuration.environment()))
                .withLevel(level)
                .withEmails(users)
                .withDrillOverrides(configuration.drills().overrides());
        return VerifiedPosition.of(configuration)
                .map(position -> quiet.whileWritten(position, Patience.usual()))
                .orElse(quiet);
    }

    /** What {@code preflight} asks later. A look at a part does not take back what a whole one proved, unless it contradicts it. */
    private void keep(Configuration configuration, VerificationReport report) {
        boolean whole = users.isEmpty() && (level == Level.ALL || level == Level.CONTENT);
        if (whole || report.verdict() == Verdict.MISMATCH) {
            new VerificationRecord(
                            configuration.environment().code(),
                            configuration
                                    .databases()
                                    .target(configuration.environment())
                                    .database(),
                            report.verdict().code(),
                            level.code(),
                            Optional.ofNullable(report.printedLsn()),
                            report.at())
                    .write(configuration.stateDirectory());
        }
    }
}
