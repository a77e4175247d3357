package dev.changeover.cutover.preflight.target;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** Foreign keys to users that a replacement re-points, and those at which it would be refused. */
final class ReferenceCheck {
    private ReferenceCheck() {}

    static Judgement of(Session target) throws SQLException {
        Judgement judgement = new Judgement();
        List<ReferencingColumn> keys = ReferencingColumn.ofUsers(target);
        for (ReferencingColumn key : keys) {
            String name = key.table() + "." + key.column();
            if (!key.namesId()) {
                judgement.add(
                        Status.WARN,
                        name + " names users by another column than id, or by several: stale users with such rows go to"
                                + " quarantine",
                        "let the foreign key name users.id");
            } else if (key.unique()) {
                judgement.add(
                        Status.WARN,
                        name
                                + " is unique and names users: where V2 makes such a row for each new user, stale users with"
                                + " one go to quarantine",
                        "see on staging that a user with such a row is replaced; else drop the trigger or the uniqueness"
                                + " meanwhile");
            }
        }
        return judgement.otherwise(
                "rows of V2's own that name users, and are re-pointed: " + keys.size() + " foreign keys");
    }
}
