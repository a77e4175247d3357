package dev.changeover.bench.world;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Two servers, V1's and V2's, with a template of every scale that was asked for. Confined to one thread. */
public final class Databases implements AutoCloseable {
    private static final String EMPTY = "empty";
    private static final List<String> SHARED_TABLES = List.of("drill_categories", "drills", "drill_skill_focus");

    private final DatabaseServer v1;
    private final DatabaseServer v2;
    private final int users;
    private final long seed;
    private final Set<String> prepared = new HashSet<>();

    private Databases(DatabaseServer v1, DatabaseServer v2, int users, long seed) {
        this.v1 = v1;
        this.v2 = v2;
        this.users = users;
        this.seed = seed;
    }

    /**
     * Starts both.
     *
     * @param programs of the machine; the embedded server without
     * @param users V1's at scale 1
     */
    static Databases start(Optional<MachinePrograms> programs, int users, long seed) {
        CompletableFuture<DatabaseServer> other = CompletableFuture.supplyAsync(() -> server(programs));
        DatabaseServer v1 = server(programs);
        return new Databases(v1, other.join(), users, seed);
    }

    private static DatabaseServer server(Optional<MachinePrograms> programs) {
        return programs.<DatabaseServer>map(MachineServer::start).orElseGet(EmbeddedServer::start);
    }

    public DatabaseServer v1() {
        return v1;
    }

    public DatabaseServer v2() {
        return v2;
    }

    ReferenceSize size(int scale) {
        return ReferenceSize.ofUsers(users).times(scale);
    }

    /** Templates with the sample at this scale; 0 for tables without rows. */
    String templates(int scale) throws SQLException {
        String name = scale == 0 ? EMPTY : "sample_" + scale;
        if (!prepared.add(name)) {
            return name;
        }
        v1.execute("CREATE DATABASE " + name);
        v2.execute("CREATE DATABASE " + name);
        try (Sql first = Sql.connect(v1.address(name));
                Sql second = Sql.connect(v2.address(name))) {
            Schemas.createV1(first.connection());
            Schemas.createV2(second.connection());
        }
        if (scale > 0) {
            ReferenceData.load(v1.address(name), v2.address(name), size(scale), seed);
            settle(v1.address(name));
            settle(v2.address(name));
        }
        return name;
    }

    /** A template on V2's server with V1's tables, of which only those have rows that no user owns. */
    String plainTemplate(int scale) throws SQLException {
        String name = "plain_" + scale;
        if (!prepared.add(name)) {
            return name;
        }
        v2.execute("CREATE DATABASE " + name);
        try (Sql sql = Sql.connect(v2.address(name))) {
            Schemas.createV1(sql.connection());
        }
        TableCopies.copy(v1.address(templates(scale)), v2.address(name), SHARED_TABLES);
        return name;
    }

    /** As a database is that has been in use: statistics, and no row that the next reader has to mark. */
    private static void settle(DatabaseAddress address) throws SQLException {
        try (Sql sql = Sql.connect(address)) {
            sql.execute("VACUUM (FREEZE, ANALYZE)");
        }
    }

    @Override
    public void close() {
        try {
            v1.close();
        } finally {
            v2.close();
        }
    }
}
