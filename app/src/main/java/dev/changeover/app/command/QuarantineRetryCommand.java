package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.pipeline.OperatorTarget;
import dev.changeover.app.pipeline.RetryingSink;
import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.ledger.KnownUsers;
import dev.changeover.cutover.ledger.LedgerReader;
import dev.changeover.cutover.ledger.QuarantineEntry;
import dev.changeover.cutover.ledger.QuarantineView;
import dev.changeover.sink.quarantine.QuarantineRetry;
import dev.changeover.sink.quarantine.RetryChoice;
import dev.changeover.sink.quarantine.TriedUser;
import dev.changeover.sink.target.TargetDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code changeover quarantine retry}. */
@Command(
        name = "retry",
        description =
                "Tries again now what was refused, as the pipeline last wrote it. Exit code 0: nothing of these users is refused any"
                        + " more; 3: something is; 5: not all were reached, the next sink goes on.")
final class QuarantineRetryCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration REMINDER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Surroundings surroundings;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConsentOptions consent = new ConsentOptions();

    @Mixin
    private final Recorded recorded = new Recorded();

    @Parameters(paramLabel = "EMAIL|V1-ID", arity = "0..*", description = "Whom: emails, or digits for V1 ids.")
    private List<String> people = List.of();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            converter = ReasonCode.class,
            description = "Everything that was refused for this reason.")
    private @Nullable QuarantineReason reason;

    @Option(names = "--all", description = "Everything in quarantine.")
    private boolean all;

    @Option(
            names = "--take",
            paramLabel = "v1|v2",
            description =
                    "For rows that both V1 and V2 changed: v1 overwrites V2's row, of which an image is kept; v2 leaves it"
                            + " as it is until V1 changes it again.")
    private RetryChoice.@Nullable Side take;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    QuarantineRetryCommand(Surroundings surroundings) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
    }

    @Override
    public Integer call() {
        int ways = (people.isEmpty() ? 0 : 1) + (reason == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(spec.commandLine(), "Say what to try again: users, --reason or --all");
        }
        if (take != null && reason != null && reason != QuarantineReason.CHANGED_IN_V2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--take decides about rows that both sides changed: leave out --reason " + reason.code()
                            + ", or say --reason " + QuarantineReason.CHANGED_IN_V2.code());
        }
        Configuration configuration = common.load(surroundings);
        consent.requireName(configuration);
        return recorded.run(configuration, () -> retry(configuration));
    }

    private int retry(Configuration configuration) {
        Terminal terminal = surroundings.terminal();
        RetryChoice choice = choice(configuration);
        String log = RunLog.open(configuration, "quarantine-retry");
        surroundings.interruption().heed();
        try (TargetDatabase target = OperatorTarget.open(configuration)) {
            QuarantineRetry retry =
                    new QuarantineRetry(target, configuration.environment().code());
            QuarantineRetry.Due due = retry.makeDue(choice);
            requireDecided(choice, due);
            RetryAnswer answer = new RetryAnswer(List.of());
            if (!due.users().isEmpty()) {
                terminal.message("Trying " + due.users().size() + " users again; log: " + log);
                answer = new RetryAnswer(follow(configuration, retry, due));
            }
            if (common.json()) {
                terminal.data(JsonText.of(answer.json()));
            } else {
                answer.lines().forEach(terminal::data);
            }
            return surroundings.interruption().isRequested() && answer.exitCode() == 5
                    ? CommandLineInterface.INTERRUPTED
                    : answer.exitCode();
        }
    }

    private RetryChoice choice(Configuration configuration) {
        try (LedgerReader ledger = LedgerReader.open(configuration.databases().target(configuration.environment()))) {
            Set<Long> users = new TreeSet<>();
            people.forEach(each -> users.addAll(KnownUsers.find(ledger, each)));
            RetryChoice choice = new RetryChoice(users, Optional.ofNullable(reason), Optional.ofNullable(take));
            if (take == RetryChoice.Side.V1) {
                askToOverwrite(configuration, ledger, choice);
            }
            return choice;
        }
    }

    /** Whoever named users to decide about shall not believe that it was done. */
    private static void requireDecided(RetryChoice choice, QuarantineRetry.Due due) {
        if (choice.take().isPresent()
                && due.users().isEmpty()
                && !choice.users().isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "Nothing was decided",
                    "no row of V1 user "
                            + choice.users().stream()
                                    .sorted()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "))
                            + " is in quarantine because both sides changed it",
                    "see why they are there: quarantine list; without --take they are tried again"));
        }
    }

    private void askToOverwrite(Configuration configuration, LedgerReader ledger, RetryChoice choice) {
        List<QuarantineEntry> rows = QuarantineView.list(
                        ledger,
                        Optional.of(QuarantineReason.CHANGED_IN_V2),
                        Optional.of(QuarantineEntry.Kind.ROW),
                        Integer.MAX_VALUE)
                .stream()
                .filter(entry -> choice.users().isEmpty() || choice.users().contains(entry.v1UserId()))
                .toList();
        if (!rows.isEmpty()) {
            consent.require(
                    configuration,
                    surroundings,
                    List.of(
                            "V1's version is written over " + rows.size()
                                    + " rows that somebody changed or deleted in V2. An image of each row as it is now is kept."));
        }
    }

    /** Until all were tried, or nothing came of it for a minute, or somebody wants to stop. */
    private List<TriedUser> follow(Configuration configuration, QuarantineRetry retry, QuarantineRetry.Due due) {
        try (RetryingSink sink = RetryingSink.start(configuration)) {
            long moved = System.nanoTime();
            long reminded = moved;
            long most = 0;
            while (true) {
                sink.requireAlive();
                List<TriedUser> users = retry.look(due);
                long now = System.nanoTime();
                long tried = users.stream().filter(TriedUser::tried).count();
                if (tried > most) {
                    most = tried;
                    moved = now;
                }
                boolean done = tried == users.size() || now - moved > PATIENCE.toNanos();
                if (done || surroundings.interruption().pause(BETWEEN_LOOKS)) {
                    return users;
                }
                if (now - reminded > REMINDER.toNanos()) {
                    reminded = now;
                    retry.remind(users.stream()
                            .filter(user -> !user.tried())
                            .map(TriedUser::v1UserId)
                            .toList());
                }
            }
        }
    }
}
