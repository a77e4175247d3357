-- The progress row counts the user's migrated sessions.
WITH session AS (
  SELECT m.v1_user_id, count(*) AS sessions
  FROM changeover.migrated_row m JOIN public.completed_sessions s ON s.id = m.v2_id
  WHERE m.live AND m.table_number = 2
  GROUP BY m.v1_user_id
), progress AS (
  SELECT m.v1_user_id, p.id, p.xmin AS written, p.completed_sessions_count, coalesce(s.sessions, 0) AS sessions,
         EXISTS (SELECT FROM changeover.quarantine q WHERE q.v1_user_id = m.v1_user_id AND q.kind = 'row'
                 AND q.table_name IN ('completed_sessions', 'progress_history')) AS held
  FROM changeover.migrated_row m
  JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
  JOIN public.progress_history p ON p.id = m.v2_id
  LEFT JOIN session s ON s.v1_user_id = m.v1_user_id
  WHERE m.live AND m.table_number = 8
), judged AS (
  SELECT v1_user_id, id, written, held, NOT held AND completed_sessions_count IS DISTINCT FROM sessions AS wrong FROM progress
), stated AS ( -- the progress row, and which sessions it is about
  SELECT id, held, wrong,
         CASE WHEN wrong THEN concat_ws(' ', written, (SELECT md5(string_agg(r.v1_id || '@' || r.xmin, ' ' ORDER BY r.v1_id))
           FROM changeover.migrated_row r WHERE r.live AND r.table_number = 2 AND r.v1_user_id = j.v1_user_id)) END AS state
  FROM judged j
)
SELECT count(*), count(*) FILTER (WHERE wrong), count(*) FILTER (WHERE held),
       (array_agg(id ORDER BY id) FILTER (WHERE wrong)){listed},
       (array_agg(id ORDER BY id) FILTER (WHERE wrong)){listed},
       (array_agg(state ORDER BY id) FILTER (WHERE wrong)){listed}
FROM stated
