package dev.changeover.cutover.preflight.finding;

import java.util.Locale;

/** Every check, in the order of the reports. Names are a contract: added to, never renamed. */
public enum CheckName {
    V1_CONNECTION,
    TARGET_CONNECTION,
    TARGET_IDENTITY,
    V1_VERSION,
    TARGET_VERSION,
    V1_TLS,
    TARGET_TLS,
    V1_POOLER,
    TARGET_POOLER,
    V1_SETTINGS,
    TARGET_SETTINGS,
    V1_CONNECTIONS_LEFT,
    TARGET_CONNECTIONS_LEFT,
    V1_CLOCK,
    TARGET_CLOCK,
    V1_LONG_TRANSACTIONS,
    TARGET_LONG_TRANSACTIONS,
    V1_PREPARED_TRANSACTIONS,
    TARGET_PREPARED_TRANSACTIONS,
    V1_WAL_LEVEL,
    V1_WAL_KEPT,
    V1_SLOTS_LEFT,
    V1_SENDERS_LEFT,
    V1_REPLICATION,
    V1_SELECT,
    V1_TABLES,
    V1_KEYS,
    V1_PUBLICATION,
    V1_SLOT,
    TARGET_TABLES,
    TARGET_SEQUENCES,
    TARGET_PRIVILEGES,
    TARGET_INDEXES,
    TARGET_TRIGGERS,
    TARGET_REFERENCES,
    USERS_WITHOUT_EMAIL,
    DUPLICATE_EMAILS,
    EMAILS_TAKEN,
    UNIQUE_VALUES,
    ORPHANS,
    DRILL_COUNTERPARTS,
    DRILL_TITLES,
    VOLUMES,
    STATE_DIRECTORY,
    STATE_DISK,
    TARGET_DISK,
    BROKER,
    BROKER_LIMITS,
    TOPICS,
    ROLLBACK_POINT,
    STAGING_VERIFIED;

    /** As reports and documentation spell it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
