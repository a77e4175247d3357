package dev.changeover.sink.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.changeover.contract.document.UserDocument;
import dev.changeover.contract.stage.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V2's schema changes while the sink runs. It stops or quarantines with the reason, and goes on when it was put right. */
class SchemaChangedIT extends OnAFreshTarget {
    @BeforeEach
    void oneUserIsMigrated() throws Exception {
        lab.v1User(1, "u1@x")
                .v1User(2, "u2@x")
                .v2("INSERT INTO users (email) VALUES ('u2@x')")
                .ready();
        lab.apply(user(1, "5"));
    }

    private static UserDocument user(long id, String duration) {
        return Documents.user(id, "u" + id + "@x")
                .row("training_sessions", id, "total_duration", duration, "focus_areas", "{ \"a\":1.50 }")
                .build();
    }

    private void stopsAndWritesNothing(String... words) throws Exception {
        Map<String, String> before = lab.everything();
        assertThatThrownBy(() -> lab.apply(user(1, "6"), user(2, "6")))
                .isInstanceOf(ProblemException.class)
                .satisfies(stop -> assertThat(stop.getMessage()).contains(words));
        assertThat(lab.everything()).isEqualTo(before);
        assertThat(lab.quarantine()).isEmpty();
    }

    private void goesOn() throws Exception {
        lab.apply(user(1, "6"), user(2, "6"));
        assertThat(lab.ask("SELECT total_duration, focus_areas FROM training_sessions ORDER BY id"))
                .isEqualTo("6|{ \"a\":1.50 }\n6|{ \"a\":1.50 }");
        assertThat(lab.quarantine()).isEmpty();
    }

    @Test
    void aNewNotNullColumnWithoutADefaultStopsTheSinkAndQuarantinesNobody() throws Exception {
        lab.v2("ALTER TABLE training_sessions ADD COLUMN mood varchar NOT NULL DEFAULT 'x';"
                + "ALTER TABLE training_sessions ALTER mood DROP DEFAULT");

        stopsAndWritesNothing("training_sessions", "mood", "NOT NULL without a default", "give the column a default");

        lab.v2("ALTER TABLE training_sessions ALTER mood SET DEFAULT 'x'");
        goesOn();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "RENAME total_duration TO minutes|RENAME minutes TO total_duration|the column does not exist",
                "ALTER focus_areas TYPE jsonb|ALTER focus_areas TYPE json|the column is jsonb",
                "ALTER created_at TYPE timestamptz|ALTER created_at TYPE timestamp|the column is timestamp with time zone",
                "ALTER total_duration TYPE text|ALTER total_duration TYPE int USING total_duration::int|the column is text",
            })
    void aColumnRenamedOrRetypedStopsTheSinkAlsoWhereTheServerWouldTakeTheRows(
            String change, String remedy, String finding) throws Exception {
        lab.v2("ALTER TABLE training_sessions " + change);

        stopsAndWritesNothing("training_sessions", finding);

        lab.v2("ALTER TABLE training_sessions " + remedy);
        lab.v2("UPDATE training_sessions SET focus_areas = '{ \"a\":1.50 }'"); // what the other type did to V2's own
        // rows
        goesOn();
    }

    @Test
    void aDroppedColumnStopsTheSinkWithItsName() throws Exception {
        lab.v2("ALTER TABLE training_sessions DROP COLUMN total_duration");

        stopsAndWritesNothing("training_sessions", "total_duration", "the column does not exist");
    }

    @Test
    void aNewColumnThatMayStayEmptyChangesNothing() throws Exception {
        lab.v2("ALTER TABLE training_sessions ADD COLUMN mood varchar");

        goesOn();
    }

    @Test
    void idsThatBecomeWiderChangeNothing() throws Exception {
        for (int i = 0; i < 6; i++) {
            lab.apply(user(1, Integer.toString(10 + i))); // until the driver has prepared its statements in the server
        }
        lab.v2("ALTER TABLE users ALTER id TYPE bigint; ALTER TABLE training_sessions ALTER id TYPE bigint,"
                + " ALTER user_id TYPE bigint");

        goesOn();
    }

    @Test
    void aUniqueForeignKeyQuarantinesTheUserWholeAndTheOthersGoOn() throws Exception {
        lab.v2("CREATE TABLE badges (id serial PRIMARY KEY, user_id int UNIQUE REFERENCES users ON DELETE RESTRICT);"
                + "INSERT INTO badges (user_id) SELECT id FROM users WHERE email = 'u2@x';"
                + "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE unique_violation USING MESSAGE = 'badges stay', TABLE = 'badges'; END $$;"
                + "CREATE TRIGGER keep BEFORE UPDATE ON badges FOR EACH ROW EXECUTE FUNCTION keep()");

        lab.apply(user(1, "6"), user(2, "6"));

        assertThat(lab.quarantine()).isEqualTo("2|user||0|refused-by-target");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine")).isEqualTo("SQLSTATE 23505, table badges");
        assertThat(lab.ask("SELECT total_duration FROM training_sessions")).isEqualTo("6");

        lab.v2("DROP TRIGGER keep ON badges; UPDATE changeover.quarantine SET next_attempt_at = now()");
        lab.retry(user(2, "6"));
        goesOn();
    }

    @Test
    void aTriggerOnUsersThatRefusesQuarantinesAndALaterChangeTriesAgain() throws Exception {
        lab.v2("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN IF NEW.email = 'u2@x' THEN RAISE EXCEPTION 'not %', NEW.email; END IF; RETURN NEW; END $$;"
                + "CREATE TRIGGER no BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION no()");

        lab.apply(user(1, "6"), user(2, "6"));

        assertThat(lab.quarantine()).isEqualTo("2|user||0|refused-by-target");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine")).isEqualTo("SQLSTATE P0001");
        assertThat(lab.ask("SELECT total_duration FROM training_sessions")).isEqualTo("6");

        lab.v2("DROP TRIGGER no ON users");
        goesOn();
    }

    @Test
    void aDrillThatVanishesQuarantinesUntilTheDocumentOfTheNewCatalogueComes() throws Exception {
        String uuid = "4a6b9141-96e0-4c1c-9f0b-1d3c5a0e7f21";
        lab.v2("INSERT INTO drills (uuid, title) VALUES ('" + uuid + "', 'L-drags')");
        lab.apply(withItem(uuid));
        lab.v2("DELETE FROM drills"); // V2's foreign key takes the item along

        lab.apply(withItem(uuid, uuid));

        assertThat(lab.quarantine()).isEqualTo("1|user||0|refused-by-target");
        assertThat(lab.ask("SELECT detail FROM changeover.quarantine"))
                .isEqualTo("SQLSTATE 23503, constraint drill_group_items_drill_uuid_fkey, table drill_group_items");

        lab.apply(withItem(null, null));

        assertThat(lab.ask("SELECT v1_id, reason FROM changeover.quarantine")).isEqualTo("1|changed-in-v2");
        assertThat(lab.ask("SELECT count(*), count(drill_uuid) FROM drill_group_items"))
                .isEqualTo("1|0");
    }

    private static UserDocument withItem(@org.jspecify.annotations.Nullable String... drills) {
        Documents user = Documents.user(1, "u1@x").row("drill_groups", 1, "name", "Liked");
        for (int i = 0; i < drills.length; i++) {
            user.row("drill_group_items", i + 1, 1, "drill_uuid", drills[i]);
        }
        return user.row("training_sessions", 1, "total_duration", "5", "focus_areas", "{ \"a\":1.50 }")
                .build();
    }
}
