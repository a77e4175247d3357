package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniqueValuesIT extends OnAFreshTarget {
    private static final String TOKENS =
            "SELECT u.first_name, t.token FROM refresh_tokens t JOIN users u" + " ON u.id = t.user_id ORDER BY 1, 2";

    @BeforeEach
    void ready() throws SQLException, InterruptedException {
        lab.ready();
    }

    private static UserDocument withToken(long user, long row, String token, long lsn) {
        return Documents.user(user, "u" + user + "@x")
                .at(lsn)
                .row("refresh_tokens", row, "token", token)
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"refresh_tokens, token", "saved_filters, client_id"})
    void aValueThatARowOfV2HoldsHoldsTheChildRowBackAndTheUserGoesOn(String table, String column) throws Exception {
        UserDocument document =
                Documents.user(5, "u5@x").row(table, 50, column, "t").build();
        String holders = "SELECT user_id, " + column + " FROM " + table;
        lab.v2("INSERT INTO users (email) VALUES ('android@x')");
        lab.v2("INSERT INTO " + table + " (user_id, " + column + ") VALUES (1, 't')");

        lab.apply(document);

        assertThat(lab.outcomeOf(5)).isEqualTo("created");
        assertThat(lab.ask(holders)).isEqualTo("1|t");
        assertThat(lab.quarantine()).isEqualTo("5|row|" + table + "|50|unique-value-taken");

        lab.v2("DELETE FROM " + table);
        lab.allIsDue();
        lab.retry(document);

        assertThat(lab.ask(holders)).isEqualTo(lab.targetOf(5) + "|t");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aTokenThatMovedToARowOfAnotherUserIsTakenOver() throws Exception {
        lab.apply(withToken(1, 10, "t", 1));

        lab.apply(withToken(2, 20, "t", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-2|t");
        assertThat(lab.quarantine()).isEqualTo("1|row|refresh_tokens|10|unique-value-taken");

        lab.apply(withToken(1, 10, "new", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-1|new\nV1-2|t");
        assertThat(lab.quarantine()).isEmpty();
        assertThat(lab.ask("SELECT id FROM refresh_tokens ORDER BY id")).isEqualTo("1\n2");
    }

    @Test
    void aRowOfOursThatSomebodyChangedInV2KeepsItsToken() throws Exception {
        lab.apply(withToken(1, 10, "t", 1));
        lab.v2("UPDATE refresh_tokens SET is_revoked = true");

        lab.apply(withToken(2, 20, "t", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-1|t");
        assertThat(lab.ask("SELECT is_revoked FROM refresh_tokens")).isEqualTo("t");
        assertThat(lab.quarantine()).isEqualTo("2|row|refresh_tokens|20|unique-value-taken");
        assertThat(lab.outcomeOf(2)).isEqualTo("created");
    }

    @Test
    void anOlderDocumentDoesNotTakeATokenBack() throws Exception {
        lab.apply(withToken(1, 10, "t", 1));
        lab.apply(withToken(2, 20, "t", 2));

        lab.retry(withToken(1, 10, "t", 1));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-2|t");
    }

    @Test
    void tokensSwappedInOneBatchEndRight() throws Exception {
        lab.apply(withToken(1, 10, "a", 1), withToken(2, 20, "b", 1));

        lab.apply(withToken(1, 10, "b", 2), withToken(2, 20, "a", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-1|b\nV1-2|a");
        assertThat(lab.ask("SELECT id FROM refresh_tokens ORDER BY id")).isEqualTo("1\n2");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aRowThatMovedToAnotherUserIsThatUsersAlsoBesideTheOlderDocumentOfTheFormerOne() throws Exception {
        lab.apply(withToken(1, 10, "t", 1));

        lab.apply(withToken(1, 10, "t", 1), withToken(2, 10, "t", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-2|t");
        assertThat(lab.quarantine()).isEmpty();

        lab.apply(Documents.user(1, "u1@x").at(3).build());

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-2|t");
    }

    @Test
    void theLoserOfABatchThatHasBothDocumentsIsHeldBack() throws Exception {
        lab.apply(withToken(1, 10, "t", 1), withToken(2, 20, "t", 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("V1-2|t");
        assertThat(lab.quarantine()).isEqualTo("1|row|refresh_tokens|10|unique-value-taken");
    }
}
