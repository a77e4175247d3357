package dev.changeover.contract.database;

/** Reads a database URL as libpq writes it. */
public final class DatabaseUrl {
    private DatabaseUrl() {}

    public static DatabaseAddress parse(String url) {
        throw new UnsupportedOperationException();
    }
}
