package dev.changeover.sink.apply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.quarantine.QuarantineRetry;
import dev.changeover.sink.quarantine.RetryChoice;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that V2 deleted, and that V1 gives from user 1 to user 2. */
class MovedRowsThatV2DeletedIT extends OnAFreshTarget {
    private static final String TOKENS =
            "SELECT t.id, u.first_name, t.token FROM refresh_tokens t JOIN users u ON u.id = t.user_id ORDER BY 1";
    private static final String ITEMS = "SELECT i.id, u.first_name, g.id, i.position FROM drill_group_items i"
            + " JOIN drill_groups g ON g.id = i.drill_group_id JOIN users u ON u.id = g.user_id ORDER BY 1";

    private final UserDocument former = user(1).build();

    @BeforeEach
    void ready() throws SQLException, InterruptedException {
        lab.ready();
    }

    private static Documents user(long id) {
        return Documents.user(id, "u" + id + "@x");
    }

    private static UserDocument token(long user, long lsn) {
        return user(user).at(lsn).row("refresh_tokens", 10, "token", "t").build();
    }

    private static UserDocument group(long user, long lsn) {
        return user(user)
                .at(lsn)
                .row("drill_groups", 5, "name", "g")
                .through(lsn)
                .row("drill_group_items", 6, 5, "position", "1")
                .build();
    }

    /** Applies user 1's and user 2's documents in this order, those of one word in one batch, and user 2's once more. */
    private void apply(String order, UserDocument later) throws InterruptedException {
        Map<String, List<UserDocument>> batches =
                Map.of("former", List.of(former), "later", List.of(later), "both", List.of(former, later));
        for (String batch : order.split(" ", -1)) {
            lab.apply(requireNonNull(batches.get(batch), batch).toArray(UserDocument[]::new));
        }
        lab.apply(later);
    }

    private void take(RetryChoice.Side side, UserDocument later) throws Exception {
        new QuarantineRetry(lab.database(), "staging")
                .makeDue(new RetryChoice(Set.of(2L), Optional.empty(), Optional.of(side)));
        lab.retry(later);
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both"})
    void aRowWaitsForADecision(String order) throws Exception {
        lab.apply(token(1, 1), user(2).build());
        lab.v2("DELETE FROM refresh_tokens");

        apply(order, token(2, 2));

        assertThat(lab.ask(TOKENS)).isEmpty();
        assertThat(lab.quarantine()).isEqualTo("2|row|refresh_tokens|10|changed-in-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both"})
    void takingV1sRowBringsItBackUnderItsId(String order) throws Exception {
        lab.apply(token(1, 1), user(2).build());
        lab.v2("DELETE FROM refresh_tokens");
        UserDocument later = token(2, 2);
        apply(order, later);

        take(RetryChoice.Side.V1, later);

        assertThat(lab.ask(TOKENS)).isEqualTo("1|V1-2|t");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void takingV2sDeletionLeavesItOut() throws Exception {
        lab.apply(token(1, 1), user(2).build());
        lab.v2("DELETE FROM refresh_tokens");
        UserDocument later = token(2, 2);
        apply("former later", later);

        take(RetryChoice.Side.V2, later);
        lab.apply(later);

        assertThat(lab.ask(TOKENS)).isEmpty();
        assertThat(lab.ask("SELECT take FROM changeover.quarantine")).isEqualTo("v2");
    }

    @Test
    void aRowThatWaitsTakesNoValueFromOthers() throws Exception {
        lab.apply(token(1, 1), user(2).build());
        lab.v2("DELETE FROM refresh_tokens");
        lab.apply(former);
        lab.apply(user(3).at(1).row("refresh_tokens", 11, "token", "t").build());

        lab.apply(token(2, 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("2|V1-3|t");
        assertThat(lab.quarantine()).isEqualTo("2|row|refresh_tokens|10|changed-in-v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"former later", "later former", "both"})
    void aGroupWaitsWithItsItemsAndComesBackWithThem(String order) throws Exception {
        lab.apply(group(1, 1), user(2).build());
        lab.v2("DELETE FROM drill_group_items; DELETE FROM drill_groups");
        UserDocument later = group(2, 2);

        apply(order, later);

        assertThat(lab.ask("SELECT id FROM drill_groups")).isEmpty();
        assertThat(lab.quarantine())
                .isEqualTo("2|row|drill_group_items|6|changed-in-v2\n2|row|drill_groups|5|changed-in-v2");

        take(RetryChoice.Side.V1, later);
        assertThat(lab.ask(ITEMS)).isEqualTo("1|V1-2|1|1");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aRowThatV1HadDeletedTooAndMakesAgainIsWritten() throws Exception {
        lab.apply(token(1, 1));
        lab.v2("DELETE FROM refresh_tokens");
        lab.apply(former);

        lab.apply(token(1, 2));

        assertThat(lab.ask(TOKENS)).isEqualTo("1|V1-1|t");
        assertThat(lab.quarantine()).isEmpty();
    }
}
