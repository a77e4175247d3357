package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.LocalPostgres;

/** The server that comes as a library: PostgreSQL's programs need not be on the machine. */
final class EmbeddedServer implements DatabaseServer {
    private final LocalPostgres server;

    private EmbeddedServer(LocalPostgres server) {
        this.server = server;
    }

    static EmbeddedServer start() {
        return new EmbeddedServer(LocalPostgres.startTemporary(SETTINGS));
    }

    @Override
    public DatabaseAddress address(String database) {
        return server.address(database);
    }

    @Override
    public void close() {
        server.close();
    }
}
