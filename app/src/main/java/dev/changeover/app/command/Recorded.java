package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.history.CommandLog;
import dev.changeover.sink.history.CommandStart;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Mixed into every command that changes something: the target's log says that it began, and how it ended. The log never decides how a
 * command ends: what cannot be entered is told to the log file only. Before the first run the target has no log; the command is entered
 * once there is one. Confined to one thread.
 */
@Command
final class Recorded {
    private static final Logger LOG = LoggerFactory.getLogger(Recorded.class);
    private static final int UNEXPECTED = 1;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    private final Clock clock = Clock.systemUTC();
    private @Nullable CommandLog log;
    private @Nullable CommandStart start;
    private Optional<Long> entry = Optional.empty();
    private boolean unreachable;

    /** Runs the command's work and returns its exit code. */
    int run(Configuration configuration, IntSupplier work) {
        Arguments arguments = Arguments.of(command.commandLine().getParseResult());
        log = target(configuration)
                .map(address ->
                        new CommandLog(address, configuration.environment().code()))
                .orElse(null);
        start = start(arguments);
        ledgerIsThere();
        int exitCode = UNEXPECTED;
        String problem = "it ended unexpectedly; its log file says more";
        try {
            exitCode = work.getAsInt();
            problem = "";
            return exitCode;
        } catch (ProblemException e) {
            exitCode = e.problem().kind().exitCode();
            problem = arguments.withoutEmails(e.problem().line());
            throw e;
        } finally {
            ended(exitCode, problem);
        }
    }

    /** Enters the command now unless it is entered already; for the moment at which a first run has made the ledger. */
    void ledgerIsThere() {
        if (log == null || start == null || entry.isPresent()) {
            return;
        }
        try {
            entry = log.begin(start);
        } catch (SQLException e) {
            unreachable = true;
            notEntered(String.valueOf(e.getSQLState()));
        } catch (ProblemException e) {
            notEntered(e.problem().what());
        }
    }

    /** For the command that drops the ledger: how it ended cannot be entered any more. */
    void ledgerIsGone() {
        log = null;
    }

    private void ended(int exitCode, String problem) {
        if (!unreachable || exitCode == 0) { // else it costs another wait for a database that is away
            ledgerIsThere();
        }
        if (log == null || entry.isEmpty()) {
            return;
        }
        try {
            log.end(entry.get(), exitCode, problem, clock.instant());
        } catch (SQLException e) {
            notEntered(String.valueOf(e.getSQLState()));
        }
    }

    private static void notEntered(String why) {
        LOG.atWarn().addKeyValue("why", why).log("the target's log of commands could not be written");
    }

    private CommandStart start(Arguments arguments) {
        String name = command.qualifiedName(" ");
        return new CommandStart(
                name.substring(name.indexOf(' ') + 1),
                arguments.text(),
                System.getProperty("user.name", "unknown"),
                host(),
                ProcessHandle.current().pid(),
                clock.instant());
    }

    /** The name of this machine as far as it knows it. */
    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static Optional<DatabaseAddress> target(Configuration configuration) {
        return configuration.environment() == Environment.STAGING
                ? configuration.databases().configuredStaging()
                : configuration.databases().configuredProduction();
    }
}
