package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlFailureTest {
    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "55P03"})
    void whoeverWasInTheWayMayBeGone(String state) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isInstanceOf(SqlFailure.Collision.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "53300", "25P03"})
    void aTargetThatIsAwayIsWaitedForAWhile(String state) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isInstanceOf(SqlFailure.Outage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "25006"})
    void aTargetThatTakesNoWritesIsWaitedForAsLongAsThatLasts(String state) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isInstanceOf(SqlFailure.Standstill.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "23502", "P0001", "54000"})
    void whatTheTargetRefusesIsTheUsersOwnMatter(String state) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isInstanceOf(SqlFailure.Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "42P01"})
    void aMissingPrivilegeOrTableIsNobodysMatterButTheOperators(String state) {
        assertThat(SqlFailure.of(new SQLException("x", state))).isInstanceOf(SqlFailure.Breakdown.class);
    }

    @Test
    void theDetailNamesWhatRefusesAndNoValue() {
        SQLException failure = new PSQLException(new ServerErrorMessage("SERROR\0C23505\0Mduplicate key\0"
                + "DKey (email)=(secret@x) already exists.\0tusers\0nusers_email_key\0\0"));

        assertThat(SqlFailure.of(failure))
                .isEqualTo(new SqlFailure.Refusal("SQLSTATE 23505, constraint users_email_key, table users", true));
    }
}
