package dev.changeover.local;

import java.util.Map;

/** The major version of the embedded server, whose programs are a library on the class path. */
record PostgresVersion(int major) {
    /** Set by the build, which chooses the library; our default without it. */
    private static final String PROPERTY = "changeover.postgres.version";

    private static final String DEFAULT = "17";
    private static final int WITH_BUILTIN_LOCALES = 17;

    static PostgresVersion embedded() {
        String version = System.getProperty(PROPERTY, DEFAULT);
        return new PostgresVersion(Integer.parseInt(version.split("[.]", 2)[0]));
    }

    /** What {@code initdb} is told so that every machine sorts by bytes, and knows the letters of all languages. */
    Map<String, String> locale() {
        return major < WITH_BUILTIN_LOCALES
                ? Map.of("lc-collate", "C", "lc-ctype", "C.UTF-8")
                : Map.of("locale", "C", "locale-provider", "builtin", "builtin-locale", "C.UTF-8");
    }
}
