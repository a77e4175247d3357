package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.document.DrillCatalogue;
import dev.changeover.contract.stage.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrillCatalogueReaderIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final String ONE = "00000000-0000-0000-0000-00000000000a";
    private static final String TWO = "00000000-0000-0000-0000-00000000000b";

    @Test
    void theVersionChangesWithTheContentAndOnlyThen() throws SQLException {
        DatabaseAddress v2 = withDrills();
        DrillCatalogue first = read(v2, Map.of());

        assertThat(read(v2, Map.of())).isEqualTo(first);
        assertThat(read(v2, Map.of("Old", ONE)).version()).isNotEqualTo(first.version());

        TestServer.run(v2, "UPDATE drills SET description = 'not of interest'");
        assertThat(read(v2, Map.of()).version()).isEqualTo(first.version());

        TestServer.run(v2, "UPDATE drills SET title = NULL WHERE id = 2");
        assertThat(read(v2, Map.of()).version()).isNotEqualTo(first.version());
    }

    @Test
    void anOverrideNamesADrillOfTheTargetInAnySpelling() throws SQLException {
        assertThat(read(withDrills(), Map.of("Old", ONE.toUpperCase(Locale.ROOT)))
                        .overrides())
                .containsExactly(Map.entry("Old", ONE));
    }

    @Test
    void anOverrideToADrillThatTheTargetDoesNotHaveIsRefused() throws SQLException {
        DatabaseAddress v2 = withDrills();
        String unknown = "00000000-0000-0000-0000-0000000000ff";

        assertThatThrownBy(() -> read(v2, Map.of("Old", unknown, "Other", ONE)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("for: 'Old'");
        assertThatThrownBy(() -> new DrillCatalogueReader(Map.of("Old", "drill 7")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("drills.overrides['Old'] must be a uuid");
    }

    @Test
    void ofSeveralDrillsWithOneTitleAllButTheLowestIdAreAmbiguous() throws SQLException {
        DatabaseAddress v2 = withDrills();
        TestServer.run(v2, "INSERT INTO drills (id, uuid, title) VALUES (9, gen_random_uuid(), 'L-drags')");

        assertThat(DrillCatalogueReader.ambiguous(read(v2, Map.of())))
                .extracting(DrillCatalogue.Drill::id)
                .containsExactly(9L);
    }

    private static DatabaseAddress withDrills() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(
                v2,
                "INSERT INTO drills (id, uuid, title) VALUES (2, '" + TWO + "', 'Toe taps'), (1, '" + ONE
                        + "', 'L-drags')");
        return v2;
    }

    private static DrillCatalogue read(DatabaseAddress address, Map<String, String> overrides) throws SQLException {
        try (Connection connection = TestServer.connect(address)) {
            return new DrillCatalogueReader(overrides).read(connection);
        }
    }
}
