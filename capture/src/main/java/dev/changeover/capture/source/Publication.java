package dev.changeover.capture.source;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeSet;

/** The publication of the captured tables in V1. Confined to one thread. */
public final class Publication {
    /** Row filters and column lists exist from PostgreSQL 15 on. */
    private static final String FOUND = """
            SELECT p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND NOT p.pubviaroot AS every,
                   coalesce((SELECT string_agg(t.schemaname || '.' || t.tablename, ',')
                               FROM pg_publication_tables t WHERE t.pubname = p.pubname), '') AS tables,
                   EXISTS (SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid
                              AND (to_jsonb(r) ->> 'prqual' IS NOT NULL OR to_jsonb(r) ->> 'prattrs' IS NOT NULL)) AS partial
              FROM pg_publication p WHERE p.pubname = ?""";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final SourceDatabase v1;
    private final String name;

    public Publication(SourceDatabase v1, String name) {
        this.v1 = requireNonNull(v1, "v1");
        this.name = requireNonNull(name, "name");
    }

    /** What V1 does not publish of what capture needs; empty when it publishes exactly that. */
    public Optional<String> difference() throws SQLException {
        try (PreparedStatement statement = v1.connection().prepareStatement(FOUND)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.of("the publication '" + name + "' was dropped in V1");
                }
                TreeSet<String> needed = new TreeSet<>(SourceChecks.qualifiedTables());
                TreeSet<String> missing = new TreeSet<>(needed);
                TreeSet<String> published =
                        new TreeSet<>(java.util.List.of(row.getString("tables").split(",", -1)));
                missing.removeAll(published);
                if (!missing.isEmpty()) {
                    return Optional.of("the publication '" + name + "' of V1 is without " + String.join(", ", missing)
                            + ": dropped, renamed or taken out");
                }
                if (row.getBoolean("partial")) {
                    return Optional.of("the publication '" + name + "' of V1 leaves out rows or columns of its tables");
                }
                return row.getBoolean("every") && published.equals(needed)
                        ? Optional.empty()
                        : Optional.of("the publication '" + name + "' of V1 has other tables or operations");
            }
        }
    }

    /**
     * Makes it, or finds one that publishes exactly the captured tables, whole.
     *
     * @return whether it was made
     * @throws ProblemException when one of other tables has the name, or the role may not make one
     */
    public boolean ensure() throws SQLException {
        if (v1.text("SELECT count(*) FROM pg_publication WHERE pubname = '" + name + "'")
                .equals("0")) {
            create("CREATE PUBLICATION " + name + " FOR TABLE " + String.join(", ", SourceChecks.qualifiedTables()));
            return true;
        }
        if (difference().isPresent()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.REFUSED,
                    "V1 has a publication '" + name + "' of other tables, rows or operations",
                    "capture needs every operation on every row of "
                            + String.join(", ", SourceChecks.qualifiedTables()),
                    "drop that publication if it is a left-over, or set capture.publication to a name of its own"));
        }
        return false;
    }

    private void create(String publication) throws SQLException {
        try {
            v1.execute(publication);
        } catch (SQLException refused) {
            if (INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
                throw new ProblemException(
                        new Problem(
                                Problem.Kind.REFUSED,
                                "The role " + v1.text("SELECT current_user") + " may not make the publication in V1",
                                "that takes CREATE on the database and the ownership of the tables",
                                "let their owner run: " + publication),
                        refused);
            }
            throw refused;
        }
    }

    /** Leaves V1 as it is when there is none. */
    public void drop() throws SQLException {
        v1.execute("DROP PUBLICATION IF EXISTS " + name);
    }
}
