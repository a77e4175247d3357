package dev.changeover.verifier.content;

import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.Identity;
import dev.changeover.contract.rules.SourceUser;
import dev.changeover.verifier.read.ReadUser;
import java.util.List;
import java.util.Optional;

/**
 * A V1 user and what the target must have of it.
 *
 * @param identity empty for a user that is not eligible
 * @param written changes with any write to the user in V1
 */
record ExpectedUser(long id, Optional<String> identity, UserDocument.Present document, long written) {

    static ExpectedUser of(ReadUser read, Expectation expectation) {
        SourceUser user = read.user();
        UserDocument.Present document = expectation.of(user);
        String email = user.rowsOf(MigrationPlan.USERS)
                .get(0)
                .row()
                .values()
                .get(MigrationPlan.table(MigrationPlan.USERS).sourceIndex("email"));
        return new ExpectedUser(user.id(), Identity.of(email), document, read.stamp());
    }

    /** Changes with any write to the user in V1, and with what the rules make of it. Reads every value. */
    long stamp() {
        return written * 31 + document.hashCode();
    }

    boolean isEligible() {
        return identity.isPresent();
    }

    /** About how much memory it takes, in characters. */
    int weight() {
        long characters = 256;
        for (List<DocumentRow> rows : document.rows().values()) {
            for (DocumentRow row : rows) {
                characters += 64;
                for (String value : row.values()) {
                    characters += value == null ? 8 : 24 + value.length();
                }
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, characters);
    }
}
