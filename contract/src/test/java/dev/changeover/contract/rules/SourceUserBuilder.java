package dev.changeover.contract.rules;

import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.change.SourceRow;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A V1 user for tests: columns that are not given are NULL. Its row of {@code users} is there from the start. */
final class SourceUserBuilder {
    static final RowVersion FROM_SNAPSHOT = new RowVersion(1, false, 0);
    static final RowVersion STREAMED = new RowVersion(1, true, 100);

    private final long id;
    private final Map<String, List<SourceUser.Versioned>> rows = new HashMap<>();

    SourceUserBuilder(long id) {
        this(id, "ada@example.com");
    }

    SourceUserBuilder(long id, String email) {
        this.id = id;
        row(MigrationPlan.USERS, id, null, FROM_SNAPSHOT, Map.of("email", email));
    }

    /** A row that the snapshot read. */
    SourceUserBuilder row(String table, long rowId, Long parentId, Map<String, String> columns) {
        return row(table, rowId, parentId, FROM_SNAPSHOT, columns);
    }

    SourceUserBuilder row(
            String table, long rowId, @Nullable Long parentId, RowVersion version, Map<String, String> columns) {
        TablePlan plan = MigrationPlan.table(table);
        @Nullable String[] values = new String[plan.sourceColumns().size()];
        columns.forEach((column, value) -> values[plan.sourceIndex(column)] = value);
        rows.computeIfAbsent(table, key -> new ArrayList<>())
                .add(new SourceUser.Versioned(new SourceRow(rowId, parentId, Arrays.asList(values)), version));
        return this;
    }

    /** Completed sessions with these drills, with ids from 1. */
    SourceUserBuilder sessions(String... drills) {
        for (int i = 0; i < drills.length; i++) {
            row(MigrationPlan.COMPLETED_SESSIONS, i + 1, id, Map.of("drills", drills[i]));
        }
        return this;
    }

    SourceUser build() {
        return new SourceUser(id, rows);
    }
}
