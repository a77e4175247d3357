package dev.changeover.sink.apply;

import dev.changeover.local.LocalPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One server a class, and a fresh {@link Lab} a test. */
abstract class OnAFreshTarget {
    private static LocalPostgres server;
    Lab lab;

    @BeforeAll
    static void startServer() {
        server = LocalPostgres.startTemporary();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openLab() throws SQLException {
        lab = Lab.on(server);
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    static LocalPostgres server() {
        return server;
    }
}
