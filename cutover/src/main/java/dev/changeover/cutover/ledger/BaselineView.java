package dev.changeover.cutover.ledger;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.rules.Identity;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classification of the target's users as the ledger keeps it. */
public final class BaselineView implements AutoCloseable {
    private final LedgerReader ledger;

    private BaselineView(LedgerReader ledger) {
        this.ledger = ledger;
    }

    /** Opens the target; empty while it has no baseline. */
    public static Optional<BaselineView> open(DatabaseAddress target) {
        LedgerReader ledger = LedgerReader.openAny(target);
        boolean taken = !ledger.hasNot("changeover.target")
                && ledger.list("SELECT count(baseline_at) FROM changeover.target", row -> row.getLong(1))
                                .get(0)
                        == 1;
        if (!taken) {
            ledger.close();
            return Optional.empty();
        }
        return Optional.of(new BaselineView(ledger));
    }

    /** All of them, counted. */
    public BaselineFigures figures() {
        return ledger.list(
                        "SELECT count(*) FILTER (WHERE b.class = 'stale'),"
                                + " count(*) FILTER (WHERE b.class = 'stale' AND EXISTS (SELECT FROM changeover.v1_user AS u"
                                + " WHERE u.replaced_user_id = b.target_user_id)),"
                                + " count(*) FILTER (WHERE b.class = 'protected'),"
                                + " (SELECT count(*) FROM public.users AS t WHERE NOT EXISTS (SELECT FROM"
                                + " changeover.baseline_user AS k WHERE k.target_user_id = t.id) AND NOT EXISTS (SELECT"
                                + " FROM changeover.v1_user AS u WHERE u.target_user_id = t.id)),"
                                + " (SELECT count(target_user_id) FROM changeover.v1_user) FROM changeover.baseline_user AS b",
                        row -> new BaselineFigures(
                                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .get(0);
    }

    /** The target users that have this email now. Reads every email of the target; Java decides what an identity is. */
    public List<BaselineUser> having(String email) {
        Optional<String> wanted = Identity.of(email);
        return ledger
                .list(
                        "SELECT id, email FROM public.users WHERE email IS NOT NULL ORDER BY id",
                        row -> Identity.of(row.getString(2)).equals(wanted) ? row.getLong(1) : 0L)
                .stream()
                .filter(id -> id != 0 && wanted.isPresent())
                .map(this::user)
                .toList();
    }

    private BaselineUser user(long id) {
        return ledger.list(
                        "SELECT (SELECT class FROM changeover.baseline_user WHERE target_user_id = i.id),"
                                + " ARRAY(SELECT v1_user_id FROM changeover.pairing WHERE target_user_id = i.id ORDER BY 1),"
                                + " ARRAY(SELECT v1_user_id FROM changeover.v1_user WHERE target_user_id = i.id)"
                                + " FROM (SELECT ?::bigint AS id) AS i",
                        row -> user(id, row),
                        id)
                .get(0);
    }

    private static BaselineUser user(long id, ResultSet row) throws SQLException {
        List<Long> made = ids(row.getArray(3));
        if (!made.isEmpty()) {
            return new BaselineUser(id, BaselineUser.Standing.MADE, made);
        }
        @Nullable String standing = row.getString(1);
        if (standing == null) {
            return new BaselineUser(id, BaselineUser.Standing.LATER, List.of());
        }
        return new BaselineUser(
                id,
                standing.equals("stale") ? BaselineUser.Standing.STALE : BaselineUser.Standing.PROTECTED,
                ids(row.getArray(2)));
    }

    private static List<Long> ids(Array ids) throws SQLException {
        return Stream.of((Long[]) ids.getArray()).toList();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
