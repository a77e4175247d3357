package dev.changeover.cutover.point;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Proves that a point can be restored, by restoring it: into a scratch schema of the target, from which it is read again and compared with
 * the manifest. All in one transaction that is rolled back, so that nobody ever sees the schema, and a check that is killed leaves none.
 */
final class PointCheck {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Connection connection;
    private final PointData point;

    /** @param connection at the start of a transaction, which the caller rolls back in any case */
    PointCheck(Connection connection, PointData point) {
        this.connection = requireNonNull(connection, "connection");
        this.point = requireNonNull(point, "point");
    }

    /** Returns the rows that were restored and compared. */
    long run() throws SQLException, IOException {
        String schema = TableShape.quoted("changeover_check_" + Long.toHexString(RANDOM.nextLong()));
        Ask.run(connection, "CREATE SCHEMA " + schema);
        int number = 0;
        for (PointTable table : point.manifest().tables()) {
            check(table, schema + ".t" + ++number);
        }
        return point.manifest().rows();
    }

    private void check(PointTable table, String scratch) throws SQLException, IOException {
        StringBuilder columns = new StringBuilder();
        for (PointColumn column : table.shape().columns()) {
            columns.append(columns.isEmpty() ? "" : ", ")
                    .append(TableShape.quoted(column.name()))
                    .append(' ')
                    .append(column.type());
        }
        Ask.run(connection, "CREATE UNLOGGED TABLE " + scratch + " (" + columns + ")");
        point.copyInto(connection, table, scratch);
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), CompressedFile.sha256());
        long rows = new TableExport(connection).copyOut(table.shape(), scratch, digest);
        String hash = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        if (rows != table.rows() || !hash.equals(table.sha256())) {
            throw point.damaged(table, "what was restored is not what was copied", null);
        }
    }
}
