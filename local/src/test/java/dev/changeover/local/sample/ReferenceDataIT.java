package dev.changeover.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.plan.TablePlan;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.local.LocalPostgres;
import dev.changeover.local.Schemas;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReferenceDataIT {
    private static LocalPostgres postgres;

    @BeforeAll
    static void loadTheFullSample() throws SQLException {
        postgres = LocalPostgres.startTemporary();
        createEmpty("v1", "v2");
        long start = System.nanoTime();
        var rows = ReferenceData.load(postgres.address("v1"), postgres.address("v2"), ReferenceSize.full());
        System.err.println("Loaded " + rows + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void hasTheDocumentedNumbersOfUsers() throws SQLException {
        List<String> v1 = texts("v1", "SELECT coalesce(email, '') FROM users");
        List<String> v2 = texts("v2", "SELECT email FROM users WHERE email IS NOT NULL");
        Set<String> identitiesOfV1 = identities(v1);
        Set<String> identitiesOfV2 = identities(v2);

        assertThat(v1).hasSize(4_928);
        assertThat(identitiesOfV1).hasSize(4_873);
        assertThat(number("v2", "SELECT count(*) FROM users")).isEqualTo(3_742);
        assertThat(v2).hasSize(3_691);
        assertThat(identitiesOfV2).hasSize(3_691);
        Set<String> stale = new HashSet<>(identitiesOfV2);
        stale.retainAll(identitiesOfV1);
        assertThat(stale).hasSize(3_378);
        assertThat(identitiesOfV2.size() - stale.size()).isEqualTo(313);
        assertThat(ReferenceSize.full().expectedTotal()).isEqualTo(3_742 + 4_873 - 3_378);
    }

    @Test
    void hasAboutAHundredThousandRowsWithALongTailOfSessions() throws SQLException {
        TreeMap<String, Long> rows = new TreeMap<>();
        for (TablePlan table : MigrationPlan.tables()) {
            rows.put(table.name(), number("v1", "SELECT count(*) FROM " + table.name()));
        }
        System.err.println(rows + " " + number("v1", "SELECT pg_database_size('v1') / 1024 / 1024") + " MB");

        assertThat(rows.values().stream().mapToLong(Long::longValue).sum()).isBetween(95_000L, 105_000L);
        assertThat(texts(
                        "v1",
                        "SELECT count(*) FROM completed_sessions WHERE user_id IS NOT NULL GROUP BY user_id"
                                + " HAVING count(*) > 1000"))
                .hasSize(2);
        assertThat(number(
                        "v1",
                        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY n) FROM (SELECT count(s.id) AS n FROM users u"
                                + " LEFT JOIN completed_sessions s ON s.user_id = u.id GROUP BY u.id) per_user"))
                .isLessThan(6);
    }

    @Test
    void givesEqualIdsToDifferentDrills() throws SQLException {
        assertThat(number("v1", "SELECT count(*) FROM drills")).isEqualTo(131);
        assertThat(identicalDrills()).isLessThan(10);
    }

    @Test
    void isTheSameForTheSameSeedDownToTheByte() throws SQLException {
        createEmpty("a1", "a2");
        createEmpty("b1", "b2");
        ReferenceData.load(postgres.address("a1"), postgres.address("a2"), ReferenceSize.ofUsers(60));
        ReferenceData.load(postgres.address("b1"), postgres.address("b2"), ReferenceSize.ofUsers(60));

        assertThat(contentHash("a1")).isEqualTo(contentHash("b1")).isNotEqualTo(contentHash("v1"));
        assertThat(contentHash("a2")).isEqualTo(contentHash("b2"));
    }

    @Test
    void takesNextIdsFromSequencesThatArePastTheSample() throws SQLException {
        long max = number("v2", "SELECT max(id) FROM completed_sessions");

        assertThat(number("v2", "SELECT nextval('completed_sessions_id_seq')")).isEqualTo(max + 1);
    }

    @Test
    void isNotMixedWithUsersThatAreThereAlready() {
        assertThatThrownBy(() ->
                        ReferenceData.load(postgres.address("v1"), postgres.address("v2"), ReferenceSize.ofUsers(50)))
                .isInstanceOf(ProblemException.class);
    }

    private static long identicalDrills() throws SQLException {
        List<String> v1 = texts("v1", "SELECT id || ' ' || coalesce(title, '') FROM drills");
        List<String> v2 = texts("v2", "SELECT id || ' ' || coalesce(title, '') FROM drills");
        return v1.stream().filter(v2::contains).count();
    }

    private static Set<String> identities(List<String> emails) {
        Set<String> identities = new HashSet<>();
        for (String email : emails) {
            if (!email.matches("(?U)\\p{IsWhite_Space}*")) {
                identities.add(email.toLowerCase(Locale.ROOT));
            }
        }
        return identities;
    }

    private static String contentHash(String database) throws SQLException {
        StringBuilder hashes = new StringBuilder();
        for (String table :
                texts(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")) {
            hashes.append(
                    texts(database, "SELECT coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"" + table + "\" t"));
        }
        return hashes.toString();
    }

    private static void createEmpty(String v1, String v2) throws SQLException {
        postgres.createDatabase(v1);
        postgres.createDatabase(v2);
        try (Connection first = postgres.connect(v1);
                Connection second = postgres.connect(v2)) {
            Schemas.createV1(first);
            Schemas.createV2(second);
        }
    }

    private static long number(String database, String sql) throws SQLException {
        return Long.parseLong(texts(database, sql).get(0));
    }

    private static List<String> texts(String database, String sql) throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> found = new java.util.ArrayList<>();
            while (result.next()) {
                found.add(result.getString(1));
            }
            return found;
        }
    }
}
