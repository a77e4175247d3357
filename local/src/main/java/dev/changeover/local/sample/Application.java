package dev.changeover.local.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** What an application does to its database, one transaction after the other. Confined to one thread. */
interface Application {
    /** Looks up whom it serves. Called once, before the first transaction. */
    void open(Connection connection) throws SQLException;

    /** Does one thing; the caller commits. */
    void act(WorkloadTransaction transaction, Random random) throws SQLException;

    /** What {@link #act} did last is committed. */
    void committed();

    /** Users who signed up so far. */
    long signUps();
}
