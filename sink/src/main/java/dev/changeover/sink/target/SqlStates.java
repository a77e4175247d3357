package dev.changeover.sink.target;

import java.sql.SQLException;

/** The SQLSTATE codes that this package tells apart. */
final class SqlStates {
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String QUERY_CANCELED = "57014";

    private SqlStates() {}

    static boolean is(SQLException failure, String state) {
        return state.equals(failure.getSQLState());
    }

    /** For messages: the code only, since the server's text may repeat a row's values. */
    static String of(SQLException failure) {
        return failure.getSQLState() == null ? "no SQLSTATE" : "SQLSTATE " + failure.getSQLState();
    }
}
