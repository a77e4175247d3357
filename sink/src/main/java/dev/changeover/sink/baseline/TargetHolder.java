package dev.changeover.sink.baseline;

import dev.changeover.contract.rules.Identity;
import dev.changeover.sink.target.UserEmails;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A target user that has an email now.
 *
 * @param made the migration made it: its first write has been
 * @param inBaseline it was there when the baseline was taken
 * @param stale a V1 user may replace it
 */
record TargetHolder(long id, boolean made, boolean inBaseline, boolean stale) {
    /** All that have this email, whatever the case of its letters. Reads every email of the target; Java decides what an identity is. */
    static List<TargetHolder> of(Connection connection, String email) throws SQLException {
        String wanted = Identity.of(email).orElse("");
        List<Long> ids = new ArrayList<>();
        UserEmails.read(connection, (id, identity) -> {
            if (wanted.equals(identity)) {
                ids.add(id);
            }
        });
        List<TargetHolder> holders = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT i.id,"
                        + " EXISTS (SELECT FROM changeover.v1_user AS u WHERE u.target_user_id = i.id),"
                        + " b.target_user_id IS NOT NULL, coalesce(b.class = 'stale', false)"
                        + " FROM unnest(?) AS i(id) LEFT JOIN changeover.baseline_user AS b ON b.target_user_id = i.id ORDER BY 1")) {
            select.setArray(1, connection.createArrayOf("int8", ids.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holders.add(
                            new TargetHolder(row.getLong(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4)));
                }
            }
        }
        return holders;
    }
}
