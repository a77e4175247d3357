package dev.changeover.cutover.cleanup;

import static java.util.Objects.requireNonNull;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.plan.MigrationPlan;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.cutover.point.Ask;
import dev.changeover.cutover.point.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The slot and the publication in V1. Each call has a connection of its own. */
final class SourceRemains {
    private static final String SLOT = """
            SELECT coalesce(plugin, ''), coalesce(database, ''), database = current_database(), coalesce(active_pid, 0),
                   coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn()
                                                 ELSE pg_current_wal_lsn() END, restart_lsn), 0)::bigint
              FROM pg_replication_slots WHERE slot_name = ?""";
    private static final String PUBLISHED = """
            SELECT p.puballtables, coalesce((SELECT string_agg(t.schemaname || '.' || t.tablename, ',' ORDER BY 1)
                                               FROM pg_publication_tables t WHERE t.pubname = p.pubname), '')
              FROM pg_publication p WHERE p.pubname = ?""";
    private static final String MADE = """
            SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%s')
                OR EXISTS (SELECT FROM pg_publication WHERE pubname = '%s')""";
    private static final String OTHER_SLOTS = """
            SELECT string_agg(slot_name, ', ' ORDER BY 1) FROM pg_replication_slots
             WHERE slot_name <> ? AND plugin = ? AND database = current_database()""";
    private static final String PLUGIN = "pgoutput";

    private final DatabaseAddress v1;
    private final String slot;
    private final String publication;

    SourceRemains(DatabaseAddress v1, String slot, String publication) {
        this.v1 = requireNonNull(v1, "v1");
        this.slot = requireNonNull(slot, "slot");
        this.publication = requireNonNull(publication, "publication");
    }

    static String dropSlot(String slot) {
        return "SELECT pg_drop_replication_slot('" + literal(slot) + "')";
    }

    static String dropPublication(String publication) {
        return "DROP PUBLICATION IF EXISTS " + TableShape.quoted(publication);
    }

    /** Whether V1 has neither, whoever made them. */
    boolean isEmpty() {
        try (Connection connection = open()) {
            return !Ask.truth(connection, MADE.formatted(literal(slot), literal(publication)));
        } catch (SQLException e) {
            throw unseen(e);
        }
    }

    /**
     * @param whyKept who else uses both; empty if nobody does
     * @param othersUnknown whether a publication that another slot may read stays: nobody says that no slot of the other environment's does
     */
    void look(Inventory found, Optional<String> whyKept, boolean othersUnknown) {
        try (Connection connection = open()) {
            lookAtSlot(connection, found, whyKept);
            lookAtPublication(
                    connection, found, whyKept.isEmpty() && othersUnknown ? otherReader(connection) : whyKept);
        } catch (SQLException e) {
            throw unseen(e);
        }
    }

    private static ProblemException unseen(SQLException e) {
        return Sessions.failed("slots and publications of V1 could not be looked at", e, "(nothing: it reads only)");
    }

    /** V1 does not say which publication a slot reads; a reader whose publication is dropped cannot go on. */
    private Optional<String> otherReader(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OTHER_SLOTS)) {
            select.setString(1, slot);
            select.setString(2, PLUGIN);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1))
                        .map(slots -> "other slots of this database may read it (" + slots + "); if none does: "
                                + dropPublication(publication));
            }
        }
    }

    private void lookAtSlot(Connection connection, Inventory found, Optional<String> whyKept) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SLOT)) {
            select.setString(1, slot);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                String wal = "keeps " + Inventory.size(row.getLong(5)) + " of WAL in V1";
                if (!row.getBoolean(3) || !row.getString(1).equals(PLUGIN)) {
                    found.stays(
                            Kind.SLOT,
                            slot,
                            "it is of the database '" + row.getString(2) + "' with the plugin '" + row.getString(1)
                                    + "', so that Changeover did not make it here");
                } else if (whyKept.isPresent()) {
                    found.stays(Kind.SLOT, slot, whyKept.get() + "; it " + wal);
                } else {
                    found.goes(Kind.SLOT, slot, wal);
                    if (row.getInt(4) != 0) {
                        found.runs("the slot '" + slot + "' is in use by V1's server process " + row.getInt(4)
                                + ": stop the capture (migrate, sync or run capture) that reads it");
                    }
                }
            }
        }
    }

    private void lookAtPublication(Connection connection, Inventory found, Optional<String> whyKept)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PUBLISHED)) {
            select.setString(1, publication);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                Set<String> others = new HashSet<>(List.of(row.getString(2).split(",", -1)));
                MigrationPlan.capturedTables().forEach(table -> others.remove("public." + table));
                others.remove("");
                if (row.getBoolean(1) || !others.isEmpty()) {
                    found.stays(
                            Kind.PUBLICATION,
                            publication,
                            "it publishes other tables too, so that Changeover did not make it: "
                                    + (row.getBoolean(1)
                                            ? "all"
                                            : others.stream().sorted().limit(5).collect(Collectors.joining(", "))));
                } else if (whyKept.isPresent()) {
                    found.stays(Kind.PUBLICATION, publication, whyKept.get());
                } else {
                    found.goes(Kind.PUBLICATION, publication, "of the captured tables in V1");
                }
            }
        }
    }

    /** Drops those two that go; either may be gone already. The slot first: it keeps WAL. */
    void drop(Remains remains, Consumer<Thing> removed) {
        for (Thing thing : remains.going()) {
            if (thing.kind() == Kind.SLOT) {
                drop("slot '" + slot + "' could not be dropped in V1", dropIfThere(), dropSlot(slot));
                removed.accept(thing);
            } else if (thing.kind() == Kind.PUBLICATION) {
                String sql = dropPublication(publication);
                drop("publication '" + publication + "' could not be dropped in V1", sql, sql);
                removed.accept(thing);
            }
        }
    }

    private String dropIfThere() {
        return "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
                + literal(slot) + "'";
    }

    private static String literal(String name) {
        return name.replace("'", "''");
    }

    private void drop(String deed, String sql, String byHand) {
        try (Connection connection = open()) {
            Ask.run(connection, sql);
        } catch (SQLException e) {
            throw Sessions.failed(deed, e, byHand);
        }
    }

    private Connection open() {
        return Sessions.open("V1", v1, Optional.of("--without-v1"));
    }
}
