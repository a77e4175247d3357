package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.contract.stage.ProblemException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SameTargetIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void aStagingUrlThatLeadsToTheProductionDatabaseIsRecognised() throws SQLException {
        DatabaseAddress production = SERVER.empty();
        TestServer.run(production, "CREATE ROLE staging_user LOGIN");
        DatabaseAddress staging = new DatabaseAddress(
                production.host().equals("localhost") ? "127.0.0.1" : "localhost",
                production.port(),
                production.database(),
                "staging_user",
                production.password(),
                production.options());

        assertThat(isSame(production, staging)).isTrue();
    }

    @Test
    void twoDatabasesOfOneServerAreDifferentTargets() {
        assertThat(isSame(SERVER.empty(), SERVER.empty())).isFalse();
    }

    @Test
    void aDatabaseThatIsMissingIsNamedInTheProblem() {
        DatabaseAddress there = SERVER.empty();

        assertThatThrownBy(() -> isSame(there, SERVER.postgres().address("nowhere")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the server has no database named nowhere");
    }

    @Test
    void theOneThatDoesNotAnswerIsNamedByItsRole() {
        DatabaseAddress there = SERVER.empty();
        DatabaseAddress nowhere = SERVER.postgres().address("nowhere");

        assertThatThrownBy(() -> isSame(nowhere, there)).hasMessageStartingWith("Cannot connect to V1 at ");
        assertThatThrownBy(() -> isSame(there, nowhere)).hasMessageStartingWith("Cannot connect to the target at ");
    }

    private static boolean isSame(DatabaseAddress v1, DatabaseAddress target) {
        return SameTarget.isSame(new SameTarget.Side("V1", v1), new SameTarget.Side("the target", target));
    }
}
