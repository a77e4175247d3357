package dev.changeover.sink.apply;

import dev.changeover.local.LocalPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One server a class, and a fresh {@link Lab} a test. */
public abstract class OnAFreshTarget {
    private static LocalPostgres server;
    protected Lab lab;

    @BeforeAll
    public static void startServer() {
        server = LocalPostgres.startTemporary();
    }

    @AfterAll
    public static void stopServer() {
        server.close();
    }

    @BeforeEach
    public void openLab() throws SQLException {
        lab = Lab.on(server);
    }

    @AfterEach
    public void closeLab() {
        lab.close();
    }

    public static LocalPostgres server() {
        return server;
    }
}
