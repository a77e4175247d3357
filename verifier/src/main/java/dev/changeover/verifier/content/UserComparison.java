package dev.changeover.verifier.content;

import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.plan.ColumnType;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.plan.TargetColumn;
import dev.changeover.contract.rules.IdentityHash;
import dev.changeover.verifier.read.TargetRow;
import dev.changeover.verifier.read.TargetUser;
import dev.changeover.verifier.report.HeldBack;
import dev.changeover.verifier.report.Mismatch;
import dev.changeover.verifier.report.Mismatch.Kind;
import dev.changeover.verifier.report.Outcome;
import dev.changeover.verifier.report.TableCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares one migrated user, row by row and column by column. Used once, by one thread. */
final class UserComparison {
    private static final Set<String> OF_THE_RULES =
            Set.of(QuarantineReason.NO_COUNTERPART.code(), QuarantineReason.WAITING_FOR_DRILL.code());

    private final ExpectedUser expected;
    private final TargetUser actual;
    private final Outcome cohort;
    private final Map<RowName, String> heldBack = new TreeMap<>();
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final List<TableCount> counts = new ArrayList<>();
    private final Map<String, Map<Long, Long>> v2Ids = new HashMap<>();
    private long rowsCompared;

    /** A row of V1 by table and id. */
    private record RowName(String table, long id) implements Comparable<RowName> {
        @Override
        public int compareTo(RowName other) {
            int byTable = Integer.compare(
                    MigrationPlan.table(table).number(),
                    MigrationPlan.table(other.table).number());
            return byTable != 0 ? byTable : Long.compare(id, other.id);
        }
    }

    UserComparison(ExpectedUser expected, TargetUser actual, Outcome cohort) {
        this.expected = expected;
        this.actual = actual;
        this.cohort = cohort;
    }

    UserResult result() {
        compareUserId();
        compareHeldBack();
        for (TablePlan plan : MigrationPlan.tables()) {
            compareTable(plan);
        }
        List<HeldBack> held = new ArrayList<>();
        heldBack.forEach(
                (row, reason) -> held.add(new HeldBack(identityHash(), expected.id(), row.table(), row.id(), reason)));
        return new UserResult(
                expected.id(),
                Optional.of(cohort),
                expected.isEligible(),
                true,
                rowsCompared,
                mismatches.isEmpty() ? 0 : expected.stamp(),
                mismatches,
                Optional.empty(),
                held,
                counts);
    }

    /** The ledger says twice which V2 user this is. */
    private void compareUserId() {
        List<TargetRow> users = actual.rowsOf(MigrationPlan.USERS);
        Long paired = users.isEmpty() ? null : users.get(0).v2Id();
        if (paired != null && !paired.equals(actual.targetUserId())) {
            add(MigrationPlan.USERS, expected.id(), paired, null, Kind.LEDGER);
        }
    }

    /**
     * The ledger must hold back what the rules do. What else it holds back is believed, but for want of a drill: the rules
     * know that, and such a row is compared.
     */
    private void compareHeldBack() {
        Map<RowName, String> byTheRules = new TreeMap<>();
        for (HeldBackRow held : expected.document().heldBack()) {
            byTheRules.put(new RowName(held.table(), held.id()), held.reason().code());
        }
        for (TargetUser.Held held : actual.heldBack()) {
            RowName row = new RowName(held.table(), held.v1Id());
            if (byTheRules.containsKey(row) || !rulesDecide(held.reason())) {
                heldBack.put(row, held.reason());
            } else {
                addToLedger(row);
            }
        }
        byTheRules.forEach((row, reason) -> {
            if (heldBack.putIfAbsent(row, reason) == null) {
                addToLedger(row);
            }
        });
    }

    /** Not where only existence was read: the rules were not asked then. */
    private boolean rulesDecide(String reason) {
        return OF_THE_RULES.contains(reason)
                && !expected.document().userRow().values().isEmpty();
    }

    private void addToLedger(RowName row) {
        add(row.table(), row.id(), v2Id(row.table(), row.id()), null, Kind.LEDGER);
    }

    /** Walks the rows that must be there and the ledger's pairs together; both are in V1 id order. */
    private void compareTable(TablePlan plan) {
        String table = plan.name();
        List<DocumentRow> wanted = expected.document().rowsOf(table);
        List<TargetRow> pairs = actual.rowsOf(table);
        long held = 0;
        long found = actual.extrasOf(table).size();
        int next = 0;
        findDoubled(table, pairs);
        for (DocumentRow row : wanted) {
            while (next < pairs.size() && pairs.get(next).v1Id() < row.id()) {
                found += unexplained(table, pairs.get(next++));
            }
            TargetRow pair = next < pairs.size() && pairs.get(next).v1Id() == row.id() ? pairs.get(next++) : null;
            if (heldBack.containsKey(new RowName(table, row.id()))) {
                held++;
            } else if (pair == null || !pair.found()) {
                add(table, row.id(), pair == null ? null : pair.v2Id(), null, Kind.MISSING);
            } else {
                found++;
                compareRow(plan, row, pair);
            }
        }
        while (next < pairs.size()) {
            found += unexplained(table, pairs.get(next++));
        }
        for (Long v2Id : actual.extrasOf(table)) {
            add(table, null, v2Id, null, Kind.EXTRA);
        }
        counts.add(new TableCount(table, cohort, wanted.size() - held, found, held));
    }

    /** Two pairs with one V2 row. Those of two users differ in their parents, so one user at a time is enough. */
    private void findDoubled(String table, List<TargetRow> pairs) {
        Set<Long> seen = new HashSet<>();
        for (TargetRow pair : pairs) {
            if (!seen.add(pair.v2Id())) {
                add(table, pair.v1Id(), pair.v2Id(), null, Kind.DOUBLED);
            }
        }
    }

    /** A pair whose V1 row this user does not have: an extra row, or an entry that outlived its row. */
    private int unexplained(String table, TargetRow pair) {
        if (heldBack.containsKey(new RowName(table, pair.v1Id()))) {
            return 0;
        }
        add(table, pair.v1Id(), pair.v2Id(), null, pair.found() ? Kind.EXTRA : Kind.LEDGER);
        return pair.found() ? 1 : 0;
    }

    private void compareRow(TablePlan plan, DocumentRow row, TargetRow pair) {
        rowsCompared++;
        plan.parent().ifPresent(link -> {
            if (!Objects.equals(pair.parentId(), v2Id(link.table(), row.parentId()))) {
                add(plan.name(), row.id(), pair.v2Id(), link.column(), Kind.PARENT);
            }
        });
        List<@Nullable String> values = row.values();
        if (pair.values().isEmpty()) {
            return; // only existence was read
        }
        for (int i = 0; i < values.size(); i++) {
            TargetColumn column = plan.targetColumns().get(i);
            if (!isSame(column.type(), values.get(i), pair.values().get(i))) {
                add(plan.name(), row.id(), pair.v2Id(), column.name(), Kind.VALUE);
            }
        }
    }

    /** V2's id of a row of this user; null when the ledger has none. */
    private @Nullable Long v2Id(String table, long v1Id) {
        return v2Ids.computeIfAbsent(table, name -> {
                    Map<Long, Long> ids = new HashMap<>();
                    actual.rowsOf(name).forEach(pair -> ids.put(pair.v1Id(), pair.v2Id()));
                    return ids;
                })
                .get(v1Id);
    }

    /** Both sides are PostgreSQL's text; only a double has more than one, for example 3 and 3.0. */
    private static boolean isSame(ColumnType type, @Nullable String wanted, @Nullable String found) {
        if (Objects.equals(wanted, found)) {
            return true;
        }
        return type == ColumnType.DOUBLE
                && wanted != null
                && found != null
                && Double.compare(Double.parseDouble(wanted), Double.parseDouble(found)) == 0;
    }

    private void add(String table, @Nullable Long v1Id, @Nullable Long v2Id, @Nullable String column, Kind kind) {
        mismatches.add(new Mismatch(identityHash(), expected.id(), table, v1Id, v2Id, column, kind));
    }

    /** Only for a user that the report names: a hash for everyone would cost as much as a table. */
    private @Nullable String identityHash() {
        return expected.identity().map(IdentityHash::of).orElse(null);
    }
}
