-- Totals, averages and counts by skill and difficulty agree with the user's migrated sessions.
-- Left out and counted: users with JSON that the server's operators cannot read, or with rows in quarantine.
WITH session AS (
  SELECT m.v1_user_id, s.drills, {readable} AS readable
  FROM changeover.migrated_row m JOIN public.completed_sessions s ON s.id = m.v2_id
  WHERE m.live AND m.table_number = 2
), said AS ( -- OFFSET 0 keeps an expression from being evaluated once for every use of it
  SELECT s.v1_user_id,
         CASE WHEN json_typeof(part.minutes) = 'number' THEN part.minutes #>> '{}' END AS minutes,
         CASE WHEN json_typeof(text.title) = 'string' THEN text.title #>> '{}' END AS title,
         CASE WHEN json_typeof(text.skill) = 'string'
              THEN replace(replace(lower(btrim(text.skill #>> '{}', E' \t\n\r\f\v')), ' ', '_'), '-', '_') END AS skill,
         CASE WHEN json_typeof(text.difficulty) = 'string'
              THEN replace(replace(lower(btrim(text.difficulty #>> '{}', E' \t\n\r\f\v')), ' ', '_'), '-', '_') END AS level
  FROM session s
  CROSS JOIN LATERAL json_array_elements(
    CASE WHEN s.readable AND json_typeof(s.drills) = 'array' THEN s.drills ELSE '[]'::json END) e
  CROSS JOIN LATERAL (SELECT e.value -> 'drill' AS nested, e.value -> 'totalDuration' AS minutes OFFSET 0) part
  CROSS JOIN LATERAL (
    SELECT CASE WHEN part.nested IS NULL THEN e.value WHEN json_typeof(part.nested) = 'object' THEN part.nested
                ELSE '{}'::json END AS drill OFFSET 0) object
  CROSS JOIN LATERAL json_to_record(object.drill) AS text (title json, skill json, difficulty json)
  WHERE json_typeof(e.value) = 'object'
), measured AS ( -- what is not a plain number may be more than numeric can hold
  SELECT v1_user_id, title, skill, level,
         minutes !~ '^[0-9]{1,9}$' AND (minutes ~ '[eE][+-]?[0-9]{4,}' OR length(minutes) > 10000) AS beyond,
         CASE WHEN minutes ~ '^[0-9]{1,9}$' THEN minutes::numeric
              WHEN minutes ~ '[eE][+-]?[0-9]{4,}' OR length(minutes) > 10000 THEN 0
              ELSE least(greatest(minutes::numeric, 0), 2147483647) END AS minutes
  FROM said
), of_entries AS (
  SELECT v1_user_id, count(*) AS entries, coalesce(sum(minutes), 0) AS minutes, coalesce(bool_or(beyond), false) AS beyond,
         count(DISTINCT title COLLATE "C") AS titles,
         count(*) FILTER (WHERE skill = 'dribbling') AS dribbling,
         count(*) FILTER (WHERE skill = 'first_touch') AS first_touch,
         count(*) FILTER (WHERE skill = 'passing') AS passing,
         count(*) FILTER (WHERE skill = 'shooting') AS shooting,
         count(*) FILTER (WHERE skill = 'defending') AS defending,
         count(*) FILTER (WHERE skill = 'goalkeeping') AS goalkeeping,
         count(*) FILTER (WHERE skill = 'fitness') AS fitness,
         count(*) FILTER (WHERE level = 'beginner') AS beginner,
         count(*) FILTER (WHERE level = 'intermediate') AS intermediate,
         count(*) FILTER (WHERE level = 'advanced') AS advanced
  FROM measured GROUP BY v1_user_id
), of_sessions AS (
  SELECT v1_user_id, count(*) AS sessions, bool_and(readable) AS readable FROM session GROUP BY v1_user_id
), progress AS (
  SELECT p.*, coalesce(s.sessions, 0) AS sessions, coalesce(e.entries, 0) AS entries, coalesce(e.minutes, 0) AS minutes,
         coalesce(e.titles, 0) AS titles,
         coalesce(s.readable, true) AND NOT coalesce(e.beyond, false)
           AND NOT EXISTS (SELECT FROM changeover.quarantine q WHERE q.v1_user_id = m.v1_user_id AND q.kind = 'row'
                           AND q.table_name IN ('completed_sessions', 'progress_history')) AS readable,
         ARRAY[coalesce(e.dribbling, 0), coalesce(e.first_touch, 0), coalesce(e.passing, 0), coalesce(e.shooting, 0),
               coalesce(e.defending, 0), coalesce(e.goalkeeping, 0), coalesce(e.fitness, 0), coalesce(e.beginner, 0),
               coalesce(e.intermediate, 0), coalesce(e.advanced, 0)] AS counted
  FROM changeover.migrated_row m
  JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
  JOIN public.progress_history p ON p.id = m.v2_id
  LEFT JOIN of_sessions s ON s.v1_user_id = m.v1_user_id
  LEFT JOIN of_entries e ON e.v1_user_id = m.v1_user_id
  WHERE m.live AND m.table_number = 8
), judged AS (
  SELECT id, readable,
         readable AND (
           total_time_all_sessions IS DISTINCT FROM least(round(minutes), 2147483647)
           OR unique_drills_completed IS DISTINCT FROM titles
           OR ARRAY[dribbling_drills_completed, first_touch_drills_completed, passing_drills_completed,
                    shooting_drills_completed, defending_drills_completed, goalkeeping_drills_completed,
                    fitness_drills_completed, beginner_drills_completed, intermediate_drills_completed,
                    advanced_drills_completed]::bigint[] IS DISTINCT FROM counted
           OR (abs(drills_per_session - entries::float8 / greatest(sessions, 1)) <= 0.0500001) IS NOT TRUE
           OR (abs(minutes_per_session - minutes::float8 / greatest(sessions, 1))
                 <= 0.0500001 + minutes::float8 / greatest(sessions, 1) * 1e-12) IS NOT TRUE) AS wrong
  FROM progress
)
SELECT count(*), count(*) FILTER (WHERE wrong), count(*) FILTER (WHERE NOT readable),
       left(string_agg(id::text, ', ' ORDER BY id) FILTER (WHERE wrong), 60)
FROM judged
