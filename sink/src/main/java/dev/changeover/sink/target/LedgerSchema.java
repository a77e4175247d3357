package dev.changeover.sink.target;

/** The schema {@code changeover} in the target, made and brought up to date by Flyway. */
public final class LedgerSchema {
    public static final String NAME = "changeover";

    private LedgerSchema() {}

    /**
     * Makes or updates the schema and fills {@code plan_table}. Does nothing the second time; two sinks may call it at once.
     *
     * @throws dev.changeover.contract.stage.ProblemException if the target refuses it
     */
    public static void migrate(TargetDatabase database) {
        throw new UnsupportedOperationException();
    }
}
