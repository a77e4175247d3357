package dev.changeover.cutover.ledger;

import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.util.List;
import java.util.Optional;

/** Finds V1 users as an operator names them. */
public final class KnownUsers {
    private KnownUsers() {}

    /**
     * The V1 users that are meant: digits are a V1 id, all else an email, whatever the case of its letters. Several claim one email until
     * that is settled in V1.
     *
     * @throws ProblemException if the ledger knows nobody of that name; without repeating it
     */
    public static List<Long> find(LedgerReader ledger, String emailOrId) {
        List<Long> found = emailOrId.matches("[0-9]{1,18}")
                ? ledger.list(
                        "SELECT v1_user_id FROM changeover.v1_user WHERE v1_user_id = ?",
                        row -> row.getLong(1),
                        Long.parseLong(emailOrId))
                : claiming(ledger, Identity.of(emailOrId));
        if (found.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "The ledger knows no V1 user by that email or id",
                    "V1 has none, or has it only since the last run, or its email is another by now",
                    "check the spelling, name the user by its V1 id, or run ./changeover migrate first"));
        }
        return found;
    }

    private static List<Long> claiming(LedgerReader ledger, Optional<String> identity) {
        return identity.map(each -> ledger.list(
                        "SELECT v1_user_id FROM changeover.v1_user WHERE identity = ? ORDER BY v1_user_id",
                        row -> row.getLong(1),
                        each))
                .orElse(List.of());
    }
}
