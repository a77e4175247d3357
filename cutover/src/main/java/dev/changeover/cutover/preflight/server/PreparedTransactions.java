package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;
import java.util.List;

/** Transactions that were prepared and neither committed nor rolled back. No session holds them: they survive a restart. */
final class PreparedTransactions {
    private static final String SQL = """
            SELECT gid, owner::text, database::text, extract(epoch FROM clock_timestamp() - prepared)::bigint
              FROM pg_prepared_xacts ORDER BY prepared""";

    private PreparedTransactions() {}

    /** @param effect what one of them holds up */
    static Judgement of(Session session, String effect) throws SQLException {
        List<String> found = session.list(
                SQL,
                row -> "prepared transaction '" + row.getString(1) + "' of " + row.getString(2) + " in "
                        + row.getString(3) + ", prepared " + row.getLong(4) + " s ago");
        if (found.isEmpty()) {
            return Judgement.pass("none");
        }
        Judgement judgement = new Judgement()
                .add(Status.WARN, effect, "COMMIT PREPARED or ROLLBACK PREPARED, as whoever prepared it says");
        found.forEach(each -> judgement.add(Status.WARN, each, ""));
        return judgement;
    }
}
