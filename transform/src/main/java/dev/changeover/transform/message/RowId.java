package dev.changeover.transform.message;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serde;

/**
 * Names a row of V1.
 *
 * @param table the plan's number of the table; {@link #DRILLS} for V1's drills, which the plan does not number
 */
public record RowId(int table, long id) {
    public static final int DRILLS = 0;
    /** The number of {@code users}. */
    public static final int USERS = MigrationPlan.table(MigrationPlan.USERS).number();

    public static final Serde<RowId> SERDE = BinarySerde.of(
            id -> id.writeTo(new BinaryWriter()).toBytes(), bytes -> RowId.readFrom(new BinaryReader(bytes)));

    private static final Map<Integer, TablePlan> PLANS = MigrationPlan.tables().stream()
            .collect(Collectors.toUnmodifiableMap(TablePlan::number, Function.identity()));

    public static RowId of(TablePlan table, long id) {
        return new RowId(table.number(), id);
    }

    /** The plan of the row's table. There is none for V1's drills. */
    public TablePlan plan() {
        TablePlan plan = PLANS.get(table);
        if (plan == null) {
            throw new IllegalStateException("The migration plan has no table with the number " + table);
        }
        return plan;
    }

    public boolean isUser() {
        return table == USERS;
    }

    public boolean isDrill() {
        return table == DRILLS;
    }

    BinaryWriter writeTo(BinaryWriter out) {
        return out.writeByte(table).writeSortable(id);
    }

    static RowId readFrom(BinaryReader in) {
        return new RowId(in.readByte(), in.readSortable());
    }
}
