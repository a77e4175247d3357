package dev.changeover.sink.apply;

import dev.changeover.contract.change.PlaceVersion;
import dev.changeover.contract.change.RowVersion;
import dev.changeover.contract.document.DocumentRow;
import dev.changeover.contract.document.HeldBackRow;
import dev.changeover.contract.document.QuarantineReason;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds documents by hand: columns that are not named are NULL, constants are what the plan says. */
public final class Documents {
    private final long user;
    private final Map<String, List<DocumentRow>> rows = new LinkedHashMap<>();
    private final List<HeldBackRow> heldBack = new ArrayList<>();
    private RowVersion version = new RowVersion(1, false, 0);
    private @Nullable RowVersion link;

    private Documents(long user) {
        this.user = user;
    }

    public static Documents user(long id, @Nullable String email) {
        return new Documents(id).row(MigrationPlan.USERS, id, id, "email", email, "first_name", "V1-" + id);
    }

    /** The version of the rows that follow; a snapshot row's until this is called. */
    public Documents at(long lsn) {
        version = new RowVersion(1, true, lsn);
        return this;
    }

    /** The version of the link of the parents of the rows that follow; they hang on the user itself until this is called. */
    public Documents through(long lsn) {
        link = new RowVersion(1, true, lsn);
        return this;
    }

    public Documents row(String table, long id, @Nullable String... columnsAndValues) {
        return row(table, id, user, columnsAndValues);
    }

    public Documents row(String table, long id, long parent, @Nullable String... columnsAndValues) {
        TablePlan plan = MigrationPlan.table(table);
        List<@Nullable String> values =
                new ArrayList<>(Collections.nCopies(plan.targetColumns().size(), null));
        if (table.equals(MigrationPlan.COMPLETED_SESSIONS)) {
            values.set(plan.targetIndex("session_type"), "drill_training");
        }
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            values.set(
                    plan.targetIndex(java.util.Objects.requireNonNull(columnsAndValues[i])), columnsAndValues[i + 1]);
        }
        rows.computeIfAbsent(table, name -> new ArrayList<>())
                .add(new DocumentRow(id, parent, new PlaceVersion(version, link), values));
        return this;
    }

    public Documents heldBack(String table, long id, QuarantineReason reason) {
        heldBack.add(new HeldBackRow(table, id, reason));
        return this;
    }

    public UserDocument.Present build() {
        return new UserDocument.Present(user, "v1", rows, heldBack, 0);
    }
}
