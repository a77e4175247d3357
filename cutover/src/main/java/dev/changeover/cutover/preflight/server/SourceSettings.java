package dev.changeover.cutover.preflight.server;

import dev.changeover.cutover.preflight.finding.Judgement;
import dev.changeover.cutover.preflight.finding.Status;
import dev.changeover.cutover.preflight.scene.Session;
import java.sql.SQLException;

/** Settings of V1 that cut off whoever reads a snapshot for long, or hide that somebody is gone. */
final class SourceSettings {
    private static final long SHORT_SNAPSHOT_MILLIS = 600_000;
    private static final long SHORT_SENDER_MILLIS = 30_000;

    private SourceSettings() {}

    static Judgement of(Session v1) throws SQLException {
        Judgement judgement = new Judgement();
        String encoding = v1.text("SHOW server_encoding");
        if (encoding.equals("SQL_ASCII")) {
            judgement.add(
                    Status.FAIL,
                    "server_encoding is SQL_ASCII: bytes that are not UTF-8 would change on the way",
                    "load V1 into a database of the encoding UTF8 first");
        }
        for (String limit : new String[] {"idle_in_transaction_session_timeout", "statement_timeout"}) {
            long millis = v1.setting(limit);
            if (millis > 0 && millis < SHORT_SNAPSHOT_MILLIS) {
                judgement.add(
                        Status.WARN,
                        limit + " is " + millis + " ms: the server may end the snapshot that capture or verify reads",
                        "ALTER ROLE " + v1.address().user() + " SET " + limit + " = 0");
            }
        }
        long sender = v1.setting("wal_sender_timeout");
        if (sender == 0) {
            judgement.add(
                    Status.WARN,
                    "wal_sender_timeout is 0: the server never notices that capture is gone, and the slot stays in use",
                    "set wal_sender_timeout to 60s in V1");
        } else if (sender < SHORT_SENDER_MILLIS) {
            judgement.add(
                    Status.WARN,
                    "wal_sender_timeout is " + sender + " ms: a pause of capture ends its connection",
                    "set wal_sender_timeout to 60s in V1");
        }
        return judgement.otherwise(
                "encoding " + encoding + ", wal_sender_timeout " + sender / 1000 + " s, no limit that ends a snapshot");
    }
}
