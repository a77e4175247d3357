package dev.changeover.app.demo;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.LocalPostgresConfig;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** V1 and V2 on one server of this machine, durable as in production, with the reference data. */
final class DemoDatabases implements AutoCloseable {
    private final LocalPostgres server;

    private DemoDatabases(LocalPostgres server) {
        this.server = server;
    }

    static DemoDatabases start(Path directory) {
        LocalPostgres server = LocalPostgres.start(LocalPostgresConfig.in(directory));
        try {
            server.createDatabase("v1");
            server.createDatabase("v2");
            try (Connection v1 = server.connect("v1");
                    Connection v2 = server.connect("v2")) {
                Schemas.createV1(v1);
                Schemas.createV2(v2);
            }
            return new DemoDatabases(server);
        } catch (SQLException e) {
            server.close();
            throw new IllegalStateException("The demonstration's databases could not be made", e);
        }
    }

    ReferenceData.LoadedRows load(int users) {
        return ReferenceData.load(v1(), v2(), ReferenceSize.ofUsers(users));
    }

    DatabaseAddress v1() {
        return server.address("v1");
    }

    DatabaseAddress v2() {
        return server.address("v2");
    }

    Connection connectToV1() throws SQLException {
        return server.connect("v1");
    }

    Connection connectToV2() throws SQLException {
        return server.connect("v2");
    }

    @Override
    public void close() {
        server.close();
    }
}
