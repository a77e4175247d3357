package dev.changeover.sink;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.rules.Identity;
import dev.changeover.sink.target.LeftOut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers what the last document says of each user that a selective run leaves out. Such a run writes nothing for them, not even in
 * the ledger, and they are V1's users all the same: one that signed up after the baseline, one that was deleted after its migration.
 * Safe for any thread.
 */
final class LeftOutUsers {
    private static final int EMAIL = MigrationPlan.table(MigrationPlan.USERS).targetIndex("email");

    private final Map<Long, LeftOut.Standing> users = new HashMap<>();

    /** @param documents in the order of the topic; all documents of one user come from one thread */
    synchronized void add(List<UserDocument> documents) {
        documents.forEach(document -> users.put(document.userId(), standing(document)));
    }

    synchronized LeftOut soFar() {
        return new LeftOut(users);
    }

    private static LeftOut.Standing standing(UserDocument document) {
        if (document instanceof UserDocument.Deleted) {
            return LeftOut.Standing.DELETED;
        }
        boolean withoutEmail = document instanceof UserDocument.Present present
                && Identity.of(present.userRow().values().get(EMAIL)).isEmpty();
        return withoutEmail ? LeftOut.Standing.SKIPPED : LeftOut.Standing.PENDING;
    }
}
