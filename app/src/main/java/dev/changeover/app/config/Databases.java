package dev.changeover.app.config;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.database.DatabaseUrl;
import java.util.Optional;

/** The database URLs that are configured; a command asks for those that it needs. */
public record Databases(
        Optional<DatabaseAddress> configuredV1,
        Optional<DatabaseAddress> configuredProduction,
        Optional<DatabaseAddress> configuredStaging) {

    static Databases of(Settings settings) {
        return new Databases(
                address(settings, Setting.V1_URL),
                address(settings, Setting.V2_URL),
                address(settings, Setting.STAGING_URL));
    }

    public DatabaseAddress v1() {
        return configuredV1.orElseThrow(() -> missing(Setting.V1_URL, "the database to migrate from"));
    }

    /** The database of this environment. */
    public DatabaseAddress target(Environment environment) {
        return switch (environment) {
            case STAGING -> configuredStaging.orElseThrow(() -> missing(Setting.STAGING_URL, "the staging target"));
            case PRODUCTION -> configuredProduction.orElseThrow(() -> missing(Setting.V2_URL, "the production target"));
        };
    }

    private static RuntimeException missing(Setting setting, String meaning) {
        return Invalid.problem(
                setting.variable() + " is not set",
                "it says where " + meaning + " is",
                "set it to postgresql://user:password@host:port/database, or put that into a file and set "
                        + setting.fileVariable() + " to its path");
    }

    private static Optional<DatabaseAddress> address(Settings settings, Setting setting) {
        return settings.of(setting).map(given -> {
            try {
                return DatabaseUrl.parse(given.value());
            } catch (IllegalArgumentException e) {
                throw Invalid.problem(
                        given.origin() + " is no database URL",
                        String.valueOf(e.getMessage()),
                        "write postgresql://user:password@host:port/database?sslmode=require");
            }
        });
    }
}
