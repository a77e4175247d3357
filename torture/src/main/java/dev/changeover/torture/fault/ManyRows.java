package dev.changeover.torture.fault;

/** Rows for every user of V1 who stays: those who signed up under the load may leave again at any moment. */
final class ManyRows {
    private static final String STAYING =
            "SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS users"
                    + " FROM users WHERE email IS NULL OR email NOT SIMILAR TO '(live|moved).%'";

    private ManyRows() {}

    /** The end of a statement that inserts rows, by turns for one user {@code u.id} after the other, numbered {@code g}. */
    static String from(int rows) {
        return " FROM generate_series(1, " + rows + ") AS g JOIN (" + STAYING + ") AS u ON u.n = g % u.users";
    }
}
