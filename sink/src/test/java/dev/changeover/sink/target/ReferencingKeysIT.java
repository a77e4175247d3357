package dev.changeover.sink.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.changeover.contract.database.DatabaseAddress;
import dev.changeover.sink.target.ReferencingKey.OnDelete;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReferencingKeysIT {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    @Test
    void everythingThatReferencesAUserAndIsNotThePlansOwnIsRepointed() throws SQLException {
        try (Connection connection = TestServer.connect(SERVER.v2())) {
            List<ReferencingKey> keys = ReferencingKeys.toRepoint(connection);

            assertThat(keys)
                    .extracting(ReferencingKey::table)
                    .containsExactly(
                            "audit_logs",
                            "custom_drills",
                            "email_verification_codes",
                            "mental_training_sessions",
                            "premium_subscriptions");
            assertThat(keys).allMatch(ReferencingKey::namesId);
            assertThat(keys.get(2).onDelete()).isEqualTo(OnDelete.CASCADE);
        }
    }

    @Test
    void whatV2AddsLaterIsFoundWhereverItIs() throws SQLException {
        DatabaseAddress v2 = SERVER.v2();
        TestServer.run(
                v2,
                "CREATE SCHEMA \"Odd Shop\"; CREATE TABLE \"Odd Shop\".\"Order\""
                        + " (\"User\" int REFERENCES public.users ON DELETE SET NULL, mail varchar REFERENCES public.users (email),"
                        + " session int REFERENCES public.completed_sessions)");
        TestServer.run(v2, "ALTER TABLE users ADD invited_by int REFERENCES users");
        TestServer.run(
                v2,
                "CREATE TABLE visits (user_id int REFERENCES users, day date) PARTITION BY RANGE (day);"
                        + " CREATE TABLE visits_2026 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");

        try (Connection connection = TestServer.connect(v2)) {
            assertThat(ReferencingKeys.toRepoint(connection))
                    .filteredOn(key -> !key.namesId()
                            || key.schema().equals("Odd Shop")
                            || key.table().equals("visits"))
                    .extracting(key -> key.sqlTable() + key.columns() + key.onDelete() + key.namesId())
                    .containsExactly(
                            "\"Odd Shop\".\"Order\"[User]SET_NULLtrue",
                            "\"Odd Shop\".\"Order\"[mail]NO_ACTIONfalse",
                            "\"public\".\"visits\"[user_id]NO_ACTIONtrue");
            assertThat(ReferencingKeys.toRepoint(connection))
                    .anyMatch(
                            key -> key.table().equals("users") && key.columns().equals(List.of("invited_by")));
            assertThat(ReferencingKeys.read(connection))
                    .anyMatch(key -> key.referencedTable().equals("completed_sessions")
                            && key.schema().equals("Odd Shop")
                            && !key.partOfPlan());
            assertThat(ReferencingKeys.read(connection))
                    .noneMatch(key -> key.table().equals("visits_2026"));
        }
    }
}
