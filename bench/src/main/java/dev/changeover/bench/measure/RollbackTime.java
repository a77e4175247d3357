package dev.changeover.bench.measure;

import static dev.changeover.bench.figure.Figure.judged;
import static dev.changeover.bench.figure.Figure.plain;

import dev.changeover.bench.figure.Figure;
import dev.changeover.bench.figure.Goal;
import dev.changeover.bench.figure.Samples;
import dev.changeover.bench.world.Answer;
import dev.changeover.bench.world.Pair;
import dev.changeover.bench.world.Sql;
import dev.changeover.bench.world.World;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code rollback} of a whole migration to the point before it, with its start-up, against restoring a dump of V2. */
final class RollbackTime implements Measure {
    private static final String TABLES =
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public String description() {
        return "rollback of the migrated reference set to the point before ÷ restoring pg_dump's dump of V2";
    }

    @Override
    public List<Figure> run(World world) throws InterruptedException, SQLException {
        List<Double> ours = new ArrayList<>();
        List<Double> restores = new ArrayList<>();
        List<Double> deletes = new ArrayList<>();
        for (int round = 0; round < world.config().rounds(); round++) {
            try (Pair pair = world.open(1)) {
                Map<String, String> before = contents(pair);
                InitialLoads.migrate(world, pair);
                restores.add(world.reference().restoreSeconds(1));
                deletes.add(PlainDelete.seconds(world, pair));
                Answer answer = world.changeover().run(pair, "rollback", "--latest", "--yes");
                ours.add(answer.seconds());
                if (!contents(pair).equals(before)) {
                    throw new IllegalStateException("V2 is not as it was before the migration: " + answer.json());
                }
            }
        }
        Samples rolledBack = new Samples(ours);
        Samples restored = new Samples(restores);
        Samples deleted = new Samples(deletes);
        return List.of(
                judged("rollback ÷ restore of a dump", "×", Goal.atMost(3, 1.5), rolledBack.dividedBy(restored)),
                plain("  rollback", "s", rolledBack),
                plain("  psql of pg_dump's file", "s", restored),
                plain("  DELETE of what was migrated, alone ÷ restore", "×", deleted.dividedBy(restored)));
    }

    /** Every byte that V2's tables print, and where its sequences are. */
    private static Map<String, String> contents(Pair pair) throws SQLException {
        Map<String, String> contents = new TreeMap<>();
        try (Sql sql = Sql.connect(pair.v2());
                Statement statement = sql.connection().createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery(TABLES)) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            tables.add("pg_sequences WHERE schemaname = 'public'");
            for (String table : tables) {
                try (ResultSet hash = statement.executeQuery(
                        "SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (SELECT t::text AS line FROM "
                                + table.replaceFirst("( WHERE|$)", " t$1") + ") rows")) {
                    hash.next();
                    contents.put(table, String.valueOf(hash.getString(1)));
                }
            }
        }
        return contents;
    }
}
