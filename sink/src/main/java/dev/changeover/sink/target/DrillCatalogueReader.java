package dev.changeover.sink.target;

import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.document.DrillCatalogue.Drill;
import dev.changeover.contract.stage.Problem;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the target's drills, and joins the operator's overrides to them. Immutable. */
public final class DrillCatalogueReader {
    private static final Logger LOG = LoggerFactory.getLogger(DrillCatalogueReader.class);

    private final Map<String, String> overrides;

    /**
     * @param overrides {@code drills.overrides}: exact V1 title to a uuid of the target
     * @throws ProblemException if a value is not a uuid
     */
    public DrillCatalogueReader(Map<String, String> overrides) {
        Map<String, String> checked = new TreeMap<>();
        overrides.forEach((title, uuid) -> checked.put(title, canonical(title, uuid)));
        this.overrides = checked;
    }

    /**
     * The catalogue as of now.
     *
     * @throws ProblemException if an override names a uuid that the target does not have
     */
    public DrillCatalogue read(Connection connection) throws SQLException {
        List<Drill> drills = drills(connection);
        List<String> dangling = danglingTitles(drills);
        if (!dangling.isEmpty()) {
            throw new ProblemException(new Problem(
                    Problem.Kind.USAGE,
                    "drills.overrides names uuids that the target does not have, for: '" + String.join("', '", dangling)
                            + "'",
                    "an override wins over every other match, so that nothing else would be tried for these drills",
                    "correct or remove these entries of drills.overrides, or add the drills to the target"));
        }
        return catalogue(drills, overrides);
    }

    /** Like {@link #read} for a catalogue in use: an override whose drill has vanished meanwhile is left out. */
    public DrillCatalogue readAgain(Connection connection) throws SQLException {
        List<Drill> drills = drills(connection);
        Map<String, String> usable = new TreeMap<>(overrides);
        danglingTitles(drills).forEach(usable::remove);
        return catalogue(drills, usable);
    }

    /** Says what a person should know of a catalogue that is about to be used. */
    void warn(DrillCatalogue catalogue) {
        int ignored = overrides.size() - catalogue.overrides().size();
        if (ignored > 0) {
            LOG.atError()
                    .addKeyValue("overrides", ignored)
                    .log("drills named in drills.overrides have vanished from the target; these overrides are ignored");
        }
        for (Drill drill : ambiguous(catalogue)) {
            LOG.atWarn()
                    .addKeyValue("drill", drill.uuid())
                    .log("another drill with a lower id has the same title; V1's drills of this title go to that one");
        }
    }

    /** The drills that no V1 drill can go to, because a drill with a lower id has exactly their title. */
    public static List<Drill> ambiguous(DrillCatalogue catalogue) {
        Set<String> seen = new HashSet<>();
        return catalogue.drills().stream()
                .filter(drill -> drill.title() != null && !seen.add(drill.title()))
                .toList();
    }

    private static List<Drill> drills(Connection connection) throws SQLException {
        List<Drill> drills = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, uuid::text, title FROM public.drills ORDER BY id")) {
            while (rows.next()) {
                drills.add(new Drill(rows.getLong(1), rows.getString(2), rows.getString(3)));
            }
        }
        return drills;
    }

    private static DrillCatalogue catalogue(List<Drill> drills, Map<String, String> overrides) {
        return new DrillCatalogue(CatalogueVersion.of(drills, overrides), drills, overrides);
    }

    private List<String> danglingTitles(List<Drill> drills) {
        Set<String> uuids = drills.stream().map(Drill::uuid).collect(Collectors.toSet());
        return overrides.entrySet().stream()
                .filter(each -> !uuids.contains(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String canonical(String title, String uuid) {
        try {
            return UUID.fromString(uuid).toString();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.USAGE,
                            "drills.overrides['" + title + "'] must be a uuid, but is '" + uuid + "'",
                            "an override names a drill of the target",
                            "write the uuid of the drill as in the target's drills.uuid"),
                    e);
        }
    }
}
