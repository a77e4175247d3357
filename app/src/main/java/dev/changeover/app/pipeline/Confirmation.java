package dev.changeover.app.pipeline;

import dev.changeover.app.config.Configuration;
import dev.changeover.app.config.Environment;
import dev.changeover.app.config.WithoutUrls;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import org.jspecify.annotations.Nullable;

/** Somebody who changes production has to say its name. */
public final class Confirmation {
    private Confirmation() {}

    /**
     * Does nothing for staging.
     *
     * @throws ProblemException when production would be changed, and {@code name} is not that of its database
     */
    public static void require(Configuration configuration, @Nullable String name) {
        if (configuration.environment() == Environment.STAGING) {
            return;
        }
        String database =
                configuration.databases().target(Environment.PRODUCTION).database();
        if (name == null) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "Production is changed only when it is confirmed",
                    "--confirm is missing",
                    "add --confirm " + database + ", if that is the database you mean"));
        }
        if (!name.equals(database)) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "--confirm names '" + WithoutUrls.of(name) + "'",
                    "the production database is '" + database + "'",
                    "check which database you mean to change"));
        }
    }
}
