package dev.changeover.app.command;

import dev.changeover.contract.rules.Identity;
import dev.changeover.cutover.assessment.PlanSelection;
import dev.changeover.sink.Selection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose V1 users: none means all. */
final class UserSelection {
    @Option(names = "--limit", paramLabel = "N", description = "Only the N eligible users with the lowest V1 ids.")
    private @Nullable Integer limit;

    @Option(names = "--user", paramLabel = "EMAIL", description = "Only this user; may be repeated.")
    private List<String> emails = List.of();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** For the sink. */
    Selection selection() {
        check();
        if (limit != null) {
            return new Selection.Lowest(limit);
        }
        return emails.isEmpty() ? new Selection.All() : new Selection.Emails(Set.copyOf(emails));
    }

    /** For a plan; the same users. */
    PlanSelection toPlan() {
        check();
        if (limit != null) {
            return PlanSelection.lowest(limit);
        }
        return emails.isEmpty() ? PlanSelection.everybody() : PlanSelection.ofEmails(emails);
    }

    /** As given; empty when users are not chosen by email. */
    List<String> emails() {
        return emails;
    }

    /** Whether not everybody is meant. */
    boolean isRestricted() {
        return limit != null || !emails.isEmpty();
    }

    /** @throws ParameterException when the options do not choose anybody */
    void check() {
        if (limit != null && !emails.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--limit and --user exclude each other");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, but is " + limit);
        }
        if (emails.stream().anyMatch(email -> Identity.of(email).isEmpty())) {
            // Not everybody: what a script gives whose variable is not set.
            throw new ParameterException(spec.commandLine(), "--user needs an email, but one is blank");
        }
    }
}
