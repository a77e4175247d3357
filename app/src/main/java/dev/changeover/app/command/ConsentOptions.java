package dev.changeover.app.command;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.app.pipeline.Confirmation;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that take something away: they say what, and ask. */
final class ConsentOptions {
    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The name of the production database; required with --environment production.")
    private @Nullable String confirmed;

    @Option(names = "--yes", description = "Do it without a question; for staging, where nobody is at the terminal.")
    private boolean yes;

    /**
     * Asked before anything is read or shown.
     *
     * @throws ProblemException when production would be changed and is not named
     */
    void requireName(Configuration configuration) {
        Confirmation.require(configuration, confirmed);
    }

    /**
     * Shows what will happen and returns when that is agreed to: by {@code --confirm} or {@code --yes}, or by the person at the terminal.
     *
     * @param consequences a line each
     * @throws ProblemException when nobody is there to ask, or the answer is not yes; nothing has happened then
     */
    void require(Configuration configuration, Surroundings surroundings, List<String> consequences) {
        require(configuration, surroundings, consequences, "Nothing was done");
    }

    /**
     * As that, for a command that has done something already.
     *
     * @param otherwise what is true after a no: one clause without a full stop
     */
    void require(Configuration configuration, Surroundings surroundings, List<String> consequences, String otherwise) {
        requireName(configuration);
        consequences.forEach(surroundings.terminal()::message);
        if (yes || configuration.environment() == Environment.PRODUCTION) {
            return;
        }
        String answer = surroundings
                .person()
                .answer("Type yes to go on:")
                .orElseThrow(() -> new ProblemException(new Problem(
                        Problem.Kind.USAGE,
                        "Nobody is at the terminal who could agree to this",
                        "--yes is missing",
                        "read the lines above, and add --yes if that is what you want")));
        if (!answer.strip().equalsIgnoreCase("yes")) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    otherwise,
                    "the answer was not yes",
                    "start the command again when you are sure"));
        }
    }
}
