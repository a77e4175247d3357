-- Two facts about the drills of migrated sessions. They share a query because taking the JSON apart is what they cost.
-- 1. Totals, averages and counts by skill and difficulty agree with the user's migrated sessions.
--    Left out and counted: users with JSON that the server's operators cannot read, or with rows in quarantine.
-- 2. A uuid that stands first in a drill object of a migrated session is a drill of V2 with that title; and a name that V2
--    spells in the same way has its uuid there. A uuid that V1 itself had put there, with a name that V2 does not know, or knows
--    from several drills only when both are folded, stays.
WITH override AS (
  SELECT title, lower(uuid) AS uuid FROM unnest(?::text[], ?::text[]) AS o (title, uuid)
), session AS (
  SELECT m.v1_user_id, s.id, s.drills, {readable} AS readable,
         u.v1_user_id IS NOT NULL AND q.v1_user_id IS NULL AS named
  FROM changeover.migrated_row m
  JOIN public.completed_sessions s ON s.id = m.v2_id
  LEFT JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
  LEFT JOIN changeover.quarantine q ON q.kind = 'row' AND q.v1_user_id = m.v1_user_id
    AND q.table_name = 'completed_sessions' AND q.v1_id = m.v1_id
  WHERE m.live AND m.table_number = 2 OFFSET 0
), entry AS MATERIALIZED ( -- OFFSET 0 keeps an expression from being evaluated once for every use of it
  SELECT s.v1_user_id, s.id, s.readable, s.named, coalesce(e.number, 1) = 1 AS is_first, part.minutes::text AS minutes,
         coalesce(json_typeof(e.value) = 'object', false) AS counts,
         -- What a drill says of itself, as it is written. U+0001 cannot stand in JSON, so it can stand between.
         CASE WHEN object.drill IS NOT NULL THEN concat_ws(E'\x01', coalesce(said.title::text, ''), coalesce(said.name::text, ''),
           coalesce(said.skill::text, ''), coalesce(said.difficulty::text, ''),
           CASE WHEN said.uuid IS NOT NULL AND (object.drill::text LIKE '{"uuid":%' OR object.drill::text ~ '^\s*\{\s*"uuid"\s*:')
                THEN said.uuid::text ELSE '' END) END AS words
  FROM session s
  LEFT JOIN LATERAL json_array_elements(
    CASE WHEN s.readable AND json_typeof(s.drills) = 'array' THEN s.drills END) WITH ORDINALITY e (value, number) ON true
  CROSS JOIN LATERAL (SELECT CASE WHEN json_typeof(e.value) = 'object' THEN e.value -> 'drill' END AS nested OFFSET 0) inner_drill
  CROSS JOIN LATERAL ( -- without the nested drill there is less to read; a JSON null in its place changes no number
    SELECT inner_drill.nested AS nested,
           CASE WHEN json_typeof(e.value) <> 'object' THEN NULL
                WHEN json_typeof(inner_drill.nested) = 'object'
                  THEN replace(e.value::text, inner_drill.nested::text, 'null')::json -> 'totalDuration'
                ELSE e.value -> 'totalDuration' END AS minutes OFFSET 0) part
  CROSS JOIN LATERAL (
    SELECT CASE WHEN json_typeof(e.value) <> 'object' THEN NULL WHEN part.nested IS NULL THEN e.value
                WHEN json_typeof(part.nested) = 'object' THEN part.nested END AS drill OFFSET 0) object
  CROSS JOIN LATERAL json_to_record(coalesce(object.drill, '{}'::json))
    AS said (uuid json, title json, name json, skill json, difficulty json)
), drill AS MATERIALIZED ( -- drills say the same in many sessions: their words are read once
  SELECT words,
         CASE WHEN json_typeof(part.title) = 'string' THEN part.title #>> '{}' END AS title,
         CASE WHEN json_typeof(part.title) = 'string' THEN part.title #>> '{}'
              WHEN json_typeof(part.name) = 'string' THEN part.name #>> '{}' END AS name,
         CASE WHEN json_typeof(part.skill) = 'string'
              THEN {word:part.skill} END AS skill,
         CASE WHEN json_typeof(part.level) = 'string'
              THEN {word:part.level} END AS level,
         part.uuid #>> '{}' AS uuid
  FROM (SELECT words FROM entry WHERE words IS NOT NULL GROUP BY words) each
  CROSS JOIN LATERAL (
    SELECT nullif(split_part(words, E'\x01', 1), '')::json AS title, nullif(split_part(words, E'\x01', 2), '')::json AS name,
           nullif(split_part(words, E'\x01', 3), '')::json AS skill, nullif(split_part(words, E'\x01', 4), '')::json AS level,
           nullif(split_part(words, E'\x01', 5), '')::json AS uuid OFFSET 0) part
), measured AS ( -- what is not a plain number may be more than numeric can hold
  SELECT e.v1_user_id, d.title, d.skill, d.level,
         NOT e.plain AND e.minutes ~ '^[-0-9]' AND (e.minutes ~ '[eE][+-]?[0-9]{4,}' OR length(e.minutes) > 10000) AS beyond,
         CASE WHEN e.plain THEN e.minutes::numeric
              WHEN e.minutes !~ '^[-0-9]' THEN NULL
              WHEN e.minutes ~ '[eE][+-]?[0-9]{4,}' OR length(e.minutes) > 10000 THEN 0
              ELSE least(greatest(e.minutes::numeric, 0), 2147483647) END AS minutes
  FROM (SELECT v1_user_id, words, minutes, minutes ~ '^[0-9]{1,9}$' AS plain FROM entry WHERE counts OFFSET 0) e
  LEFT JOIN drill d ON d.words = e.words
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
  SELECT v1_user_id, count(*) AS sessions, bool_and(readable) AS readable FROM entry WHERE is_first GROUP BY v1_user_id
), progress AS (
  SELECT m.v1_user_id, p.*, p.xmin AS written, coalesce(s.sessions, 0) AS sessions, coalesce(e.entries, 0) AS entries, coalesce(e.minutes, 0) AS minutes,
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
), judged_progress AS (
  SELECT v1_user_id, id, written, readable,
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
), stated_progress AS ( -- the progress row, and which sessions it is about
  SELECT id, readable, wrong,
         CASE WHEN wrong THEN concat_ws(' ', written, (SELECT md5(string_agg(r.v1_id || '@' || r.xmin, ' ' ORDER BY r.v1_id))
           FROM changeover.migrated_row r WHERE r.live AND r.table_number = 2 AND r.v1_user_id = j.v1_user_id)) END AS state
  FROM judged_progress j
), pair AS (
  SELECT d.uuid, d.name, sum(e.entries) AS entries, min(e.id) AS id
  FROM (SELECT words, count(*) AS entries, min(id) AS id FROM entry WHERE named AND words IS NOT NULL GROUP BY words) e JOIN drill d ON d.words = e.words
  GROUP BY 1, 2
), judged_pair AS (
  SELECT p.entries, p.id, md5(concat_ws(E'\x01', coalesce(p.uuid, ''), coalesce(p.name, ''))) AS key,
    CASE
      WHEN o.uuid IS NOT NULL AND EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = o.uuid)
        THEN p.uuid IS DISTINCT FROM o.uuid
      WHEN EXISTS (SELECT FROM public.drills d WHERE d.title = p.name)
        THEN NOT EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid AND d.title = p.name)
      WHEN p.uuid IS NULL THEN false
      ELSE NOT EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid AND {folded:d.title} = {folded:p.name})
           AND (EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid)
                OR (SELECT count(DISTINCT d.title) FROM public.drills d WHERE {folded:d.title} = {folded:p.name}) = 1)
    END AS wrong
  FROM pair p LEFT JOIN override o ON o.title = p.name
)
SELECT count(*), count(*) FILTER (WHERE wrong), count(*) FILTER (WHERE NOT readable),
       (array_agg(id ORDER BY id) FILTER (WHERE wrong)){listed},
       (array_agg(id::text ORDER BY id) FILTER (WHERE wrong)){listed},
       (array_agg(state ORDER BY id) FILTER (WHERE wrong)){listed}
FROM stated_progress
UNION ALL
SELECT coalesce(sum(entries), 0)::bigint, coalesce(sum(entries) FILTER (WHERE wrong), 0)::bigint,
       (SELECT count(*) FROM entry WHERE is_first AND named AND NOT readable),
       (array_agg(id ORDER BY id, key) FILTER (WHERE wrong)){listed},
       (array_agg(key ORDER BY id, key) FILTER (WHERE wrong)){listed},
       (array_agg(''::text ORDER BY id, key) FILTER (WHERE wrong)){listed}
FROM judged_pair
