package dev.changeover.sink.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import dev.changeover.sink.apply.Documents;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class UndoTroubleIT extends MigratedUsers {
    @Test
    void undoOfAllMigratedUsersIsFinishedByASecondRunAfterAKill() throws Exception {
        Map<String, String> before = contents();
        lab.apply(ann(), carl());
        Undo single = new Undo(lab.database(), 1);
        CompletableFuture<UndoResult> run;
        try (Connection blocker = lab.connect()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("SELECT FROM users WHERE id = " + lab.targetOf(CARL) + " FOR KEY SHARE");
            UndoPlan plan = single.ofAll();
            run = started(single, plan);
            String inFlight = " FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lab.ask("SELECT count(*)" + inFlight).equals("1"));
            lab.v2("SELECT pg_terminate_backend(pid)" + inFlight);
            assertThatThrownBy(run::join).hasCauseInstanceOf(SQLException.class);
        }
        assertThat(lab.outcomeOf(ANN) + lab.outcomeOf(CARL)).isEqualTo("undonecreated");

        UndoPlan rest = single.ofAll();
        UndoResult second = run(rest);

        assertThat(rest.alreadyUndone()).isEqualTo(1);
        assertThat(second.removed()).isEqualTo(1);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void anItemThatV2AddsToAGroupInTheMomentOfTheUndoIsNotLost() throws Exception {
        lab.apply(carl());
        UndoPlan plan = undo().ofAll();
        try (Connection other = lab.connect()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("INSERT INTO drill_group_items (drill_group_id, position)"
                            + " SELECT id, 42 FROM drill_groups WHERE name = 'carls'");
            CompletableFuture<UndoResult> run = started(undo(), plan);
            await().atMost(Duration.ofSeconds(60)).until(() -> lab.ask("SELECT count(*) FROM pg_stat_activity WHERE"
                            + " datname = current_database() AND wait_event_type = 'Lock'")
                    .equals("1"));

            other.commit();

            assertThat(run.join().refused().get(CARL)).contains("changed since it was looked at");
        }
        assertThat(lab.ask("SELECT count(*) FROM drill_group_items WHERE position = 42"))
                .isEqualTo("1");
        assertThat(lab.outcomeOf(CARL)).isEqualTo("created");
    }

    private static CompletableFuture<UndoResult> started(Undo undo, UndoPlan plan) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return undo.run(plan, undo.epoch(), false, users -> {});
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void aTakenEmailRefusesThatUsersUndo() throws Exception {
        lab.apply(ann(), carl());
        lab.apply(Documents.user(ANN, "ann@new.example").at(5).build());
        lab.v2("INSERT INTO users (email) VALUES ('ANN@example.org')");
        Map<String, String> annsBefore = lab.everything();

        UndoResult result = undo("ann@new.example");

        assertThat(result.refused()).containsExactly(Map.entry(ANN, Undo.EMAIL_TAKEN));
        assertThat(lab.everything()).isEqualTo(annsBefore);
        assertThat(undo("carl@example.org").removed()).isEqualTo(1);
    }

    @Test
    void aTokenThatSomebodyTookMeanwhileRefusesThatUsersUndo() throws Exception {
        lab.apply(ann(), carl());
        lab.v2(
                "DELETE FROM refresh_tokens WHERE user_id = 3; INSERT INTO refresh_tokens (user_id, token) VALUES (2, 'tok')");
        Map<String, String> before = lab.everything();
        UndoPlan all = undo().ofAll();
        assertThat(all.users()).hasSize(2);

        UndoResult result = run(all);

        assertThat(result.refused()).containsOnlyKeys(ANN);
        assertThat(result.refused().get(ANN)).contains("SQLSTATE 23505, constraint refresh_tokens_token_key");
        assertThat(result.removed()).isEqualTo(1);
        assertThat(lab.everything().get("refresh_tokens")).isEqualTo(before.get("refresh_tokens"));
        assertThat(lab.outcomeOf(ANN)).isEqualTo("replaced");
    }

    @Test
    void usersThatHandedTheirEmailsOnAreUndoneWhateverTheOrder() throws Exception {
        lab.v2("INSERT INTO users (email) VALUES ('dora@example.org')");
        lab.v2(
                "INSERT INTO changeover.v1_user (v1_user_id, identity, outcome) VALUES (103, 'dora@example.org', 'pending');"
                        + " INSERT INTO changeover.baseline_user VALUES (3, 'dora@example.org', 'stale');"
                        + " INSERT INTO changeover.pairing VALUES (103, 3)");
        Map<String, String> before = contents();
        lab.apply(ann(), Documents.user(103, "dora@example.org").build());
        lab.apply(
                Documents.user(ANN, "dora@example.org").at(5).build(),
                Documents.user(103, "Ann@example.org").at(5).build());
        Undo single = new Undo(lab.database(), 1);

        UndoResult result = single.run(single.ofAll(), single.epoch(), false, users -> {});

        assertThat(result.refused()).isEmpty();
        assertThat(result.restored()).isEqualTo(2);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aColumnThatV2GotSinceHasItsDefault() throws Exception {
        lab.apply(ann());
        lab.v2(
                "ALTER TABLE users ADD COLUMN locale varchar NOT NULL DEFAULT 'en'; ALTER TABLE drill_groups ADD COLUMN color int");

        UndoResult result = undo("ann@example.org");

        assertThat(result.refused()).isEmpty();
        assertThat(lab.ask("SELECT id, theme, locale FROM users ORDER BY id")).isEqualTo("1|dark|en\n2|light|en");
        assertThat(lab.ask("SELECT id, color FROM drill_groups ORDER BY id")).isEqualTo("1|null\n2|null\n3|null");
    }

    @Test
    void aColumnThatV2LostSinceRefusesTheUndo() throws Exception {
        lab.v2("ALTER TABLE drill_groups ADD COLUMN color int");
        lab.apply(ann());
        lab.v2("ALTER TABLE drill_groups ADD COLUMN size int; ALTER TABLE drill_groups DROP COLUMN color");
        Map<String, String> before = lab.everything();

        UndoResult result = undo("ann@example.org");

        assertThat(result.refused().get(ANN)).contains("drill_groups has lost a column");
        assertThat(lab.everything()).isEqualTo(before);
    }

    @Test
    void aTriggerThatChangesWhatIsPutBackRefusesTheUndo() throws Exception {
        lab.apply(ann());
        lab.v2("""
                CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.first_name := ''LOUD''; RETURN NEW; END';
                CREATE TRIGGER loud BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION loud();
                """);
        Map<String, String> before = lab.everything();

        UndoResult result = undo("ann@example.org");

        assertThat(result.refused().get(ANN)).contains("trigger");
        assertThat(lab.everything()).isEqualTo(before);
    }

    @Test
    void rowsOfV2sOwnOnAMigratedRowRefuseTheUndo() throws Exception {
        lab.apply(ann());
        lab.v2("CREATE TABLE shares (drill_group_id int REFERENCES drill_groups ON DELETE CASCADE);"
                + " INSERT INTO shares SELECT id FROM drill_groups WHERE user_id = 3");
        Map<String, String> before = lab.everything();

        UndoResult result = undo("ann@example.org");

        assertThat(result.refused().get(ANN)).contains("rows of shares reference its rows in drill_groups");
        assertThat(lab.everything()).isEqualTo(before);
    }

    @Test
    void aUserWhoseDeletionInV1WaitsIsPutBackAndStaysDeletedForTheLedger() throws Exception {
        Map<String, String> before = contents();
        lab.apply(ann());
        lab.apply(new UserDocument.Deleted(ANN));
        assertThat(lab.quarantine()).contains("deleted-in-v1"); // its subscription hangs on it

        UndoResult result = run(undo().ofAll());

        assertThat(result.restored()).isEqualTo(1);
        assertThat(contents()).isEqualTo(before);
        assertThat(traces(ANN)).isEqualTo("0|0|0|null|null|deleted");
    }

    @Test
    void aUserWhomV2RefusedToDeleteStaysDeletedForTheLedgerWhenItIsPutBack() throws Exception {
        lab.apply(Documents.user(500, "new@example.org").build());
        lab.v2("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;"
                + " CREATE TRIGGER no BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION no()");
        lab.apply(new UserDocument.Deleted(500));
        assertThat(lab.quarantine()).contains("refused-by-target");
        lab.v2("DROP TRIGGER no ON users");

        run(undo().ofAll());

        assertThat(traces(500)).endsWith("|deleted");
    }

    @Test
    void afterSomebodyElseRaisedTheEpochNothingIsUndoneAnyMore() throws Exception {
        lab.apply(ann());
        UndoPlan plan = undo().of(List.of("ann@example.org"));
        long epoch = undo().epoch();
        undo().stopSinks();
        Map<String, String> before = lab.everything();

        assertThatThrownBy(() -> undo().run(plan, epoch, false, users -> {})).isInstanceOf(ProblemException.class);

        assertThat(lab.everything()).isEqualTo(before);
    }
}
