package dev.changeover.sink.apply;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document against a ledger that an older document has filled, without a database. Stands in the sink's package because it measures what
 * nobody else may use.
 */
public final class DocumentComparison {
    private final UserDocument.Present document;
    private final Map<RowKey, LedgerRow> ledger;

    private DocumentComparison(UserDocument.Present document, Map<RowKey, LedgerRow> ledger) {
        this.document = document;
        this.ledger = ledger;
    }

    /** Both documents are of one user. */
    public static DocumentComparison of(UserDocument.Present before, UserDocument.Present after) {
        Map<RowKey, LedgerRow> ledger = new HashMap<>();
        for (WantedRow row : wanted(before)) {
            ledger.put(
                    row.key(),
                    new LedgerRow(
                            row.key(), row.row().id(), row.owner(), row.row().version(), true, row.documentHash(), 0));
        }
        return new DocumentComparison(after, ledger);
    }

    /** Compares, and counts the rows that would be written. */
    public int differences() {
        Difference difference = Difference.between(
                Set.of(document.userId()), wanted(document), new HashMap<>(ledger), new HeldBackRows());
        return difference.fresh().size()
                + difference.returning().size()
                + difference.changed().size()
                + difference.gone().size();
    }

    private static List<WantedRow> wanted(UserDocument.Present document) {
        DocumentHash hash = new DocumentHash();
        List<WantedRow> wanted = new ArrayList<>();
        document.rows().forEach((name, rows) -> {
            TablePlan table = MigrationPlan.table(name);
            rows.forEach(row -> wanted.add(new WantedRow(table, row, document.userId(), hash.of(row))));
        });
        return wanted;
    }
}
