package dev.changeover.contract.plan;

import static dev.changeover.contract.plan.ColumnType.BOOLEAN;
import static dev.changeover.contract.plan.ColumnType.DOUBLE;
import static dev.changeover.contract.plan.ColumnType.INTEGER;
import static dev.changeover.contract.plan.ColumnType.JSON;
import static dev.changeover.contract.plan.ColumnType.JSONB;
import static dev.changeover.contract.plan.ColumnType.TEXT;
import static dev.changeover.contract.plan.ColumnType.TEXT_ARRAY;
import static dev.changeover.contract.plan.ColumnType.TIMESTAMP;
import static dev.changeover.contract.plan.ColumnType.UUID;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The eleven user tables, parents before children. The one place that names them: capture derives its table list from
 * here, transform its owners, sink its SQL, verifier its counts. Adding a table or a column is an edit of this file.
 */
public final class MigrationPlan {
    public static final String USERS = "users";
    public static final String COMPLETED_SESSIONS = "completed_sessions";
    public static final String PROGRESS_HISTORY = "progress_history";
    /** V1's drills: captured like a user table, and read for their titles only. */
    public static final String DRILLS = "drills";

    private static final List<TablePlan> TABLES = List.of(
            root(1, USERS)
                    .copied(TEXT, "first_name", "last_name", "email", "hashed_password", "primary_goal")
                    .copied(JSON, "biggest_challenge")
                    .copied(TEXT, "training_experience", "position")
                    .copied(JSON, "playstyle")
                    .copied(TEXT, "age_range")
                    .copied(JSON, "strengths", "areas_to_improve", "training_location", "available_equipment")
                    .copied(TEXT, "daily_training_time", "weekly_training_days")
                    .build(),
            childOf(USERS, "user_id", 2, COMPLETED_SESSIONS)
                    .copied(TIMESTAMP, "date")
                    .constant(TEXT, "session_type", "drill_training")
                    .copied(INTEGER, "total_completed_drills", "total_drills")
                    .computed(JSON, "drills", JSON, "drills", new ColumnRule.RewrittenDrills("drills"))
                    .constant(INTEGER, "duration_minutes", null)
                    .constant(INTEGER, "mental_training_session_id", null)
                    .build(),
            childOf(USERS, "user_id", 3, "session_preferences")
                    .copied(INTEGER, "duration")
                    .copied(TEXT_ARRAY, "available_equipment")
                    .copied(TEXT, "training_style", "training_location", "difficulty")
                    .copied(JSONB, "target_skills")
                    .copied(TIMESTAMP, "created_at", "updated_at")
                    .build(),
            childOf(USERS, "user_id", 4, "drill_groups")
                    .copied(TEXT, "name", "description")
                    .copied(BOOLEAN, "is_liked_group")
                    .build(),
            childOf("drill_groups", "drill_group_id", 5, "drill_group_items")
                    .computed(INTEGER, "drill_id", UUID, "drill_uuid", new ColumnRule.DrillUuid("drill_id", false))
                    .copied(INTEGER, "position")
                    .copied(TIMESTAMP, "created_at")
                    .build(),
            childOf(USERS, "user_id", 6, "training_sessions")
                    .copied(INTEGER, "total_duration")
                    .copied(JSON, "focus_areas")
                    .copied(TIMESTAMP, "created_at")
                    .build(),
            childOf("training_sessions", "session_id", 7, "ordered_session_drills")
                    .computed(INTEGER, "drill_id", UUID, "drill_uuid", new ColumnRule.DrillUuid("drill_id", true))
                    .copied(INTEGER, "position")
                    .copiedOr(INTEGER, "sets_done", "0")
                    .copied(INTEGER, "sets", "reps", "rest", "duration")
                    .copied(BOOLEAN, "is_completed")
                    .build(),
            childOf(USERS, "user_id", 8, PROGRESS_HISTORY)
                    .copiedOr(INTEGER, "current_streak", "0")
                    .constant(INTEGER, "previous_streak", "0")
                    .copiedOr(INTEGER, "highest_streak", "0")
                    .metric(INTEGER, "completed_sessions_count")
                    .metric(TEXT, "favorite_drill")
                    .metric(DOUBLE, "drills_per_session", "minutes_per_session")
                    .metric(INTEGER, "total_time_all_sessions")
                    .metric(INTEGER, "dribbling_drills_completed", "first_touch_drills_completed")
                    .metric(INTEGER, "passing_drills_completed", "shooting_drills_completed")
                    .metric(INTEGER, "defending_drills_completed", "goalkeeping_drills_completed")
                    .metric(INTEGER, "fitness_drills_completed")
                    .metric(TEXT, "most_improved_skill")
                    .metric(INTEGER, "unique_drills_completed", "beginner_drills_completed")
                    .metric(INTEGER, "intermediate_drills_completed", "advanced_drills_completed")
                    .metric(INTEGER, "mental_training_sessions", "total_mental_training_minutes")
                    .copied(TIMESTAMP, "updated_at")
                    .build(),
            childOf(USERS, "user_id", 9, "saved_filters")
                    .copied(TEXT, "client_id", "name", "saved_time")
                    .copied(TEXT_ARRAY, "saved_equipment")
                    .copied(TEXT, "saved_training_style", "saved_location", "saved_difficulty")
                    .build(),
            childOf(USERS, "user_id", 10, "refresh_tokens")
                    .copied(TEXT, "token")
                    .copied(TIMESTAMP, "expires_at", "created_at")
                    .constant(BOOLEAN, "is_revoked", "false")
                    .build(),
            childOf(USERS, "user_id", 11, "password_reset_codes")
                    .copied(TEXT, "code")
                    .copied(TIMESTAMP, "expires_at", "created_at")
                    .constant(BOOLEAN, "is_used", "false")
                    .build());

    private static final SourceTable DRILLS_SOURCE =
            new SourceTable(DRILLS, Optional.empty(), List.of(new SourceColumn("title", TEXT)));

    private static final Map<String, TablePlan> BY_NAME =
            TABLES.stream().collect(Collectors.toUnmodifiableMap(TablePlan::name, Function.identity()));

    private MigrationPlan() {}

    /** The user tables, parents before children; {@code users} is the first. */
    public static List<TablePlan> tables() {
        return TABLES;
    }

    /** The plan of one user table. */
    public static TablePlan table(String name) {
        TablePlan plan = BY_NAME.get(name);
        if (plan == null) {
            throw new IllegalArgumentException("The migration plan has no table " + name);
        }
        return plan;
    }

    /** Whether rows of this table hang on rows of another that is not {@code users}. */
    public static boolean isGrandchild(TablePlan table) {
        return !table.isRoot() && !table.hangsOnUser();
    }

    /** Whether other user tables hang on this one, {@code users} apart. */
    public static boolean isMiddle(TablePlan table) {
        return table.hangsOnUser() && childrenOf(table.name()).findAny().isPresent();
    }

    /** The tables whose rows hang directly on a row of {@code table}, in plan order. */
    public static Stream<TablePlan> childrenOf(String table) {
        return TABLES.stream()
                .filter(each ->
                        each.parent().map(link -> link.table().equals(table)).orElse(false));
    }

    /** What is read of V1's drills: the title. */
    public static SourceTable drills() {
        return DRILLS_SOURCE;
    }

    /** What capture reads: the user tables and {@link #DRILLS}. */
    public static List<String> capturedTables() {
        return Stream.concat(TABLES.stream().map(TablePlan::name), Stream.of(DRILLS))
                .toList();
    }

    private static TablePlanBuilder root(int number, String name) {
        return new TablePlanBuilder(number, name, null);
    }

    private static TablePlanBuilder childOf(String parent, String column, int number, String name) {
        return new TablePlanBuilder(number, name, new ParentLink(parent, column));
    }
}
