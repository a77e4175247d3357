package dev.changeover.local.sample;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tables that both databases have for users, parents before children, with their columns after id and parent. */
enum SampleTable {
    USERS(
            null,
            "first_name, last_name, email, hashed_password, primary_goal, biggest_challenge, training_experience,"
                    + " position, playstyle, age_range, strengths, areas_to_improve, training_location,"
                    + " available_equipment, daily_training_time, weekly_training_days"),
    COMPLETED_SESSIONS(
            "user_id", "date, total_completed_drills, total_drills, drills", "session_type", "drill_training"),
    SESSION_PREFERENCES(
            "user_id",
            "duration, available_equipment, training_style, training_location, difficulty, target_skills, created_at,"
                    + " updated_at"),
    DRILL_GROUPS("user_id", "name, description, is_liked_group"),
    DRILL_GROUP_ITEMS("drill_group_id", "drill_id, position, created_at"),
    TRAINING_SESSIONS("user_id", "total_duration, focus_areas, created_at"),
    ORDERED_SESSION_DRILLS("session_id", "drill_id, position, sets_done, sets, reps, rest, duration, is_completed"),
    PROGRESS_HISTORY(
            "user_id",
            "current_streak, highest_streak, completed_sessions_count, updated_at",
            "previous_streak, favorite_drill, drills_per_session, most_improved_skill",
            "0,L-drags,2.5,dribbling"),
    SAVED_FILTERS(
            "user_id",
            "client_id, name, saved_time, saved_equipment, saved_training_style, saved_location, saved_difficulty"),
    REFRESH_TOKENS("user_id", "token, expires_at, created_at", "is_revoked", "false"),
    PASSWORD_RESET_CODES("user_id", "code, expires_at, created_at", "is_used", "false");

    private final @Nullable String parentColumn;
    private final String columns;
    private final String extraInV2;
    private final String extraValuesInV2;

    SampleTable(@Nullable String parentColumn, String columns) {
        this(parentColumn, columns, "", "");
    }

    SampleTable(@Nullable String parentColumn, String columns, String extraInV2, String extraValuesInV2) {
        this.parentColumn = parentColumn;
        this.columns = columns;
        this.extraInV2 = extraInV2;
        this.extraValuesInV2 = extraValuesInV2;
    }

    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All columns that a row of the sample fills. */
    String columns(World world) {
        String parent = parentColumn == null ? "" : parentColumn + ", ";
        if (world == World.V1) {
            return "id, " + parent + columns;
        }
        String extra = extraInV2.isEmpty() ? "" : ", " + extraInV2;
        return "id, " + parent + columns.replace("drill_id", "drill_uuid") + extra;
    }

    /** What V2 has beyond V1's columns. */
    List<String> extraValues(World world) {
        return world == World.V1 || extraInV2.isEmpty() ? List.of() : List.of(extraValuesInV2.split(",", -1));
    }

    boolean isRoot() {
        return parentColumn == null;
    }
}
