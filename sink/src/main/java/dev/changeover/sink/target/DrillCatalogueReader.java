package dev.changeover.sink.target;

import dev.changeover.contract.document.DrillCatalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Reads the target's drills. Immutable. */
public final class DrillCatalogueReader {
    /** @param overrides {@code drills.overrides}: exact V1 title to a uuid of the target */
    public DrillCatalogueReader(Map<String, String> overrides) {}

    /**
     * The catalogue as of now.
     *
     * @throws dev.changeover.contract.stage.ProblemException if an override names a uuid that the target does not have
     */
    public DrillCatalogue read(Connection connection) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
