package dev.changeover.sink.apply;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.UserDocument;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import dev.changeover.local.sample.ReferenceData;
import dev.changeover.local.sample.ReferenceSize;
import dev.changeover.sink.target.DrillCatalogueReader;
import dev.changeover.sink.target.RegisteredTarget;
import dev.changeover.sink.target.TargetDatabase;
import dev.changeover.sink.target.TargetIndexes;
import dev.changeover.sink.target.TargetPreparation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh V1 and V2 on a server of the test's, and an applier. Set both up, then {@link #ready}, then {@link #apply}. */
public final class Lab implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LocalPostgres server;
    private final String v1;
    private final String v2;
    private @org.jspecify.annotations.Nullable TargetDatabase database;
    private @org.jspecify.annotations.Nullable DocumentApplier applier;
    private long epoch;
    private long offset;

    private Lab(LocalPostgres server, int number) throws SQLException {
        this.server = server;
        this.v1 = "v1_" + number;
        this.v2 = "v2_" + number;
        server.createDatabase(v1);
        server.createDatabase(v2);
        try (Connection one = server.connect(v1);
                Connection two = server.connect(v2)) {
            Schemas.createV1(one);
            Schemas.createV2(two);
        }
    }

    public static Lab on(LocalPostgres server) throws SQLException {
        return new Lab(server, NUMBER.incrementAndGet());
    }

    /** A V1 user as the baseline sees it. */
    public Lab v1User(long id, String email) throws SQLException {
        run(v1, "INSERT INTO users (id, email) VALUES (" + id + ", '" + email + "')");
        return this;
    }

    /** V1's and V2's users as the reference data has them. */
    public Lab referenceData(ReferenceSize size) {
        ReferenceData.load(server.address(v1), server.address(v2), size);
        return this;
    }

    /** The documents of all users that V1 has now. */
    public List<UserDocument> documentsOfV1() throws SQLException {
        try (Connection source = server.connect(v1);
                Connection target = database().connection()) {
            TargetDatabase.begin(target);
            return V1Documents.read(source, new DrillCatalogueReader(Map.of()).read(target));
        }
    }

    public Lab withIndexes() throws SQLException, InterruptedException {
        TargetIndexes.ensure(database(), Duration.ofSeconds(20));
        IdentityIndex.ensure(database(), Duration.ofSeconds(20));
        return this;
    }

    public Lab v2(String sql) throws SQLException {
        run(v2, sql);
        return this;
    }

    public Lab ready() throws SQLException, InterruptedException {
        database = TargetDatabase.open(server.address(v2), 8);
        RegisteredTarget target =
                TargetPreparation.prepare(database, "staging", "topic", server.address(v1), Optional.empty());
        epoch = target.epoch();
        return this;
    }

    public TargetDatabase database() {
        return java.util.Objects.requireNonNull(database, "ready() was not called");
    }

    public long epoch() {
        return epoch;
    }

    public Connection connect() throws SQLException {
        return server.connect(v2);
    }

    public DocumentApplier applier() {
        if (applier == null) {
            applier = applier(TestPatience.refusingToWait());
        }
        return applier;
    }

    public DocumentApplier applier(Patience patience) {
        return new DocumentApplier(database()::connection, epoch, patience, RetryLimits.STANDARD);
    }

    /** Documents at the next positions of the topic. */
    public List<Delivery> deliveries(UserDocument... documents) {
        return Arrays.stream(documents)
                .map(document -> Delivery.first(new Position(0, offset++), document))
                .toList();
    }

    public BatchResult apply(UserDocument... documents) throws InterruptedException {
        return applier().apply(deliveries(documents));
    }

    /** Tries again whatever is due by now, with these as the documents of the users. */
    public BatchResult retry(UserDocument... documents) throws InterruptedException {
        List<Delivery> again = new ArrayList<>();
        for (DueUser due : applier().takeDue(100)) {
            Arrays.stream(documents)
                    .filter(document -> document.userId() == due.userId())
                    .forEach(document -> again.add(new Delivery(due.position(), document, true)));
        }
        return applier().apply(again);
    }

    public void allIsDue() throws SQLException {
        v2("UPDATE changeover.quarantine SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL");
    }

    /** The answer as text, a row a line, columns separated by {@code |}. */
    public String ask(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> line = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    line.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join("|", line));
            }
        }
        return String.join("\n", lines);
    }

    /** The V2 user that was made for a V1 user. */
    public long targetOf(long v1User) throws SQLException {
        return Long.parseLong(ask("SELECT target_user_id FROM changeover.v1_user WHERE v1_user_id = " + v1User));
    }

    public String outcomeOf(long v1User) throws SQLException {
        return ask("SELECT outcome FROM changeover.v1_user WHERE v1_user_id = " + v1User);
    }

    /** Kind, table, V1 id and reason of what is in quarantine. */
    public String quarantine() throws SQLException {
        return ask("SELECT v1_user_id, kind, table_name, v1_id, reason FROM changeover.quarantine ORDER BY 1, 3, 4");
    }

    /** Every row of every table of V2, with the transaction that wrote it. */
    public Map<String, String> everything() throws SQLException {
        Map<String, String> all = new TreeMap<>();
        for (String table : ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                .lines()
                .toList()) {
            all.put(table, ask("SELECT xmin, t::text FROM \"" + table + "\" AS t ORDER BY t::text"));
        }
        return all;
    }

    public DatabaseAddress addressOfV1() {
        return server.address(v1);
    }

    public DatabaseAddress addressOfV2() {
        return server.address(v2);
    }

    public Lab v1(String sql) throws SQLException {
        run(v1, sql);
        return this;
    }

    /** What the sink does now and then for users of whom no document speaks. */
    public int settleUnheard() throws SQLException {
        try (Connection target = database().connection();
                Connection source = server.connect(v1)) {
            TargetDatabase.begin(target);
            return UnheardUsers.settle(target, source);
        }
    }

    private void run(String databaseName, String sql) throws SQLException {
        try (Connection connection = server.connect(databaseName);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        if (database != null) {
            database.close();
        }
    }
}
