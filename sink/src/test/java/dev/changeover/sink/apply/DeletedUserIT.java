package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.sink.target.LedgerSummary;
import dev.changeover.sink.target.LeftOut;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletedUserIT extends OnAFreshTarget {
    private static UserDocument ann() {
        return Documents.user(1, "ann@x")
                .row("drill_groups", 5, "name", "g")
                .row("drill_group_items", 6, 5, "position", "1")
                .row("refresh_tokens", 7, "token", "t")
                .build();
    }

    private static final UserDocument DELETED = new UserDocument.Deleted(1);

    @Test
    void itsMigratedRowsAndItsUserAreDeletedAndKeptAsImages() throws Exception {
        lab.ready();
        lab.apply(ann());

        BatchResult result = lab.apply(DELETED);

        assertThat(result.outcomes()).containsExactly(new UserOutcome.Deleted(1));
        for (String table : new String[] {"users", "drill_groups", "drill_group_items", "refresh_tokens"}) {
            assertThat(lab.ask("SELECT count(*) FROM " + table)).as(table).isEqualTo("0");
        }
        assertThat(lab.ask("SELECT table_name FROM changeover.before_image WHERE reason = 'deleted' ORDER BY 1"))
                .isEqualTo("drill_group_items\ndrill_groups\nrefresh_tokens\nusers");
        assertThat(lab.ask("SELECT count(*) FROM changeover.deleted_row")).isEqualTo("4");
        assertThat(lab.outcomeOf(1)).isEqualTo("deleted");
    }

    @Test
    void withAPremiumSubscriptionNothingOfItIsDeleted() throws Exception {
        lab.ready();
        lab.apply(ann());
        lab.v2("INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (1, 'active', 'year')");
        Map<String, String> before = lab.everything();

        lab.apply(DELETED);

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("1|user||0|deleted-in-v1");
    }

    @Test
    void withAnItemOfV2sOwnInItsGroupNothingOfItIsDeleted() throws Exception {
        lab.ready();
        lab.apply(ann());
        lab.v2("INSERT INTO drill_group_items (drill_group_id) VALUES (1)");
        Map<String, String> before = lab.everything();

        lab.apply(DELETED);

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("1|user||0|deleted-in-v1");
    }

    @Test
    void aRowOfItThatV2ChangedKeepsItAndIsSaidUntilSomebodyDeletesItByHand() throws Exception {
        lab.ready();
        lab.apply(ann());
        lab.v2("UPDATE refresh_tokens SET is_revoked = true");
        Map<String, String> before = lab.everything();

        lab.apply(DELETED);

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEqualTo("1|user||0|deleted-in-v1");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine"))
                .isEqualTo("a migrated row of refresh_tokens was changed in V2");

        lab.v2("DELETE FROM refresh_tokens; DELETE FROM drill_groups; DELETE FROM users");
        lab.apply(DELETED);

        assertThat(lab.outcomeOf(1)).isEqualTo("deleted");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aDeletionThatWaitsIsOfNoUserOfV1WhoeverHindersIt() throws Exception {
        lab.v2("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
                        + " CREATE TRIGGER no BEFORE DELETE ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION no()")
                .ready();
        lab.apply(ann(), Documents.user(2, "bob@x").build());
        lab.v2("INSERT INTO premium_subscriptions (user_id, status, plan_type) VALUES (2, 'active', 'year')");

        lab.apply(DELETED, new UserDocument.Deleted(2));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|refused-by-target\n2|user||0|deleted-in-v1");
        try (Connection connection = lab.connect()) {
            LedgerSummary summary = LedgerSummary.read(connection, LeftOut.NOBODY);
            assertThat(summary.outcomes()).isEqualTo(Map.of("deleted", 2L));
            assertThat(summary.deletionPending()).isEqualTo(2);
        }
    }

    @Test
    void aUserDeletedBeforeItWasMigratedLeavesItsStaleCopy() throws Exception {
        lab.v1User(1, "ann@x").v2("INSERT INTO users (email) VALUES ('ann@x')").ready();
        Map<String, String> before = lab.everything();

        lab.apply(DELETED);

        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.outcomeOf(1)).isEqualTo("deleted");
        try (Connection connection = lab.connect()) {
            assertThat(LedgerSummary.read(connection, LeftOut.NOBODY).deletedBeforeMigration())
                    .isEqualTo(1);
        }
    }

    @Test
    void aUserInsertedAgainUnderItsKeyComesBackUnderItsId() throws Exception {
        lab.ready();
        lab.apply(ann());
        lab.apply(DELETED);

        lab.apply(ann());

        assertThat(lab.ask("SELECT u.id, i.id FROM users u, drill_group_items i"))
                .isEqualTo("1|1");
        assertThat(lab.outcomeOf(1)).isEqualTo("created");
    }
}
