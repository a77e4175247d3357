package dev.changeover.cutover.ledger;

import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.rules.IdentityHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is in quarantine, by the target's ledger. */
public final class QuarantineView {
    private static final String ENTRY =
            "SELECT q.v1_user_id, u.identity, q.kind, q.table_name, q.v1_id, q.reason, q.detail,"
                    + " q.since, q.attempts, q.next_attempt_at, %s FROM changeover.quarantine AS q"
                    + " LEFT JOIN changeover.v1_user AS u USING (v1_user_id) ";
    private static final String ORDER = " ORDER BY q.v1_user_id, q.table_name, q.v1_id";

    private QuarantineView() {}

    /** How many entries there are of one kind for one reason. */
    public record Count(QuarantineEntry.Kind kind, QuarantineReason reason, long entries) {}

    /** All counts, users before rows, the most frequent first. */
    public static List<Count> counts(LedgerReader ledger) {
        return ledger.list(
                "SELECT kind, reason, count(*) FROM changeover.quarantine GROUP BY kind, reason ORDER BY kind DESC, 3 DESC, 2",
                row -> new Count(kind(row.getString(1)), QuarantineReason.ofCode(row.getString(2)), row.getLong(3)));
    }

    /** Entries in the order of V1's ids. */
    public static List<QuarantineEntry> list(
            LedgerReader ledger, Optional<QuarantineReason> reason, Optional<QuarantineEntry.Kind> kind, int limit) {
        String code = reason.map(QuarantineReason::code).orElse("");
        String word = kind.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("");
        return ledger.list(
                select(ledger) + "WHERE (? = '' OR q.reason = ?) AND (? = '' OR q.kind = ?)" + ORDER + " LIMIT ?",
                QuarantineView::entry,
                code,
                code,
                word,
                word,
                limit);
    }

    /** All entries of one user. */
    public static List<QuarantineEntry> of(LedgerReader ledger, long v1UserId) {
        return ledger.list(select(ledger) + "WHERE q.v1_user_id = ?" + ORDER, QuarantineView::entry, v1UserId);
    }

    /** A ledger that the last run made with an older version has no decisions. */
    private static String select(LedgerReader ledger) {
        return ENTRY.formatted(ledger.hasNot("changeover.command") ? "false" : "q.take IS NOT DISTINCT FROM 'v2'");
    }

    private static QuarantineEntry entry(ResultSet row) throws SQLException {
        return new QuarantineEntry(
                row.getLong(1),
                Optional.ofNullable(row.getString(2)).map(IdentityHash::of),
                kind(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                QuarantineReason.ofCode(row.getString(6)),
                row.getString(7),
                Moments.at(row, 8).orElseThrow(),
                row.getInt(9),
                Moments.at(row, 10),
                row.getBoolean(11));
    }

    private static QuarantineEntry.Kind kind(String word) {
        return QuarantineEntry.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
