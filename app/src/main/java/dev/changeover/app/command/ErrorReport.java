package dev.changeover.app.command;

import static java.util.Objects.requireNonNull;

import dev.changeover.app.terminal.JsonText;
import dev.changeover.app.terminal.Terminal;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how a command failed: one line, or JSON; never a stack trace, which goes to the log file. */
final class ErrorReport {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReport.class);

    private final Surroundings surroundings;
    private final boolean json;

    ErrorReport(Surroundings surroundings, boolean json) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
        this.json = json;
    }

    /**
     * Returns the exit code.
     *
     * @param stateDirectory where the log of a failure is that nobody foresaw, if the command has opened none
     */
    int show(Exception failure, Path stateDirectory) {
        if (failure instanceof ProblemException known) {
            LOG.atError().setCause(failure).log("command ended");
            return show(known.problem());
        }
        String remedy = remedy(stateDirectory);
        LOG.atError().setCause(failure).log("command failed unexpectedly");
        return show(new Problem(
                Problem.Kind.UNEXPECTED,
                "Something unexpected happened",
                failure.getClass().getSimpleName(),
                remedy));
    }

    private static String remedy(Path stateDirectory) {
        try {
            return "read " + RunLog.currentOrNew(stateDirectory, "error") + ", and report it";
        } catch (ProblemException e) {
            return "report it; there is no log of it, since " + stateDirectory
                    + " cannot be written: set CHANGEOVER_STATE_DIR to a directory that can, and start the command again";
        }
    }

    int show(Problem problem) {
        Terminal terminal = surroundings.terminal();
        if (json) {
            Map<String, String> error = new LinkedHashMap<>();
            error.put("what", problem.what());
            error.put("why", problem.why());
            error.put("remedy", problem.remedy());
            terminal.data(JsonText.of(Map.of("error", error)));
        } else {
            terminal.error(oneLine(problem.line()));
        }
        return problem.kind().exitCode();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
