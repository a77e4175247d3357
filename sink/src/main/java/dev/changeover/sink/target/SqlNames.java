package dev.changeover.sink.target;

/** Identifiers as SQL writes them. */
public final class SqlNames {
    private SqlNames() {}

    /** The name in double quotes. */
    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    public static String qualified(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }
}
