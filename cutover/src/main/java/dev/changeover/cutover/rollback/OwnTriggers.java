package dev.changeover.cutover.rollback;

import static java.util.Objects.requireNonNull;

import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.PointTable;
import dev.changeover.cutover.point.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The application's own triggers, off while rows are put back: one that fills or logs something would make the rows other than they were.
 * Foreign keys go on being checked. In the transaction, so that nobody ever finds them off.
 */
final class OwnTriggers {
    private static final String ACTIVE = "SELECT tgname, tgenabled::text FROM pg_trigger"
            + " WHERE tgrelid = ?::regclass AND NOT tgisinternal AND tgenabled <> 'D' AND tgparentid = 0 ORDER BY tgname";

    private final Connection connection;
    private final List<Trigger> off = new ArrayList<>();

    private record Trigger(String table, String name, String enabled) {}

    OwnTriggers(Connection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    void off(List<PointTable> tables) throws SQLException {
        for (PointTable each : tables) {
            String table = each.shape().sqlName();
            try (PreparedStatement select = connection.prepareStatement(ACTIVE)) {
                select.setString(1, table);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        off.add(new Trigger(table, rows.getString(1), rows.getString(2)));
                    }
                }
            }
        }
        for (Trigger each : off) {
            Ask.run(connection, "ALTER TABLE " + each.table + " DISABLE TRIGGER " + TableShape.quoted(each.name));
        }
    }

    /** Each as it was. */
    void on() throws SQLException {
        for (Trigger each : off) {
            String mode =
                    switch (each.enabled) {
                        case "R" -> "ENABLE REPLICA";
                        case "A" -> "ENABLE ALWAYS";
                        default -> "ENABLE";
                    };
            Ask.run(connection, "ALTER TABLE " + each.table + " " + mode + " TRIGGER " + TableShape.quoted(each.name));
        }
        off.clear();
    }
}
