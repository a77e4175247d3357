-- The progress row counts the user's migrated sessions.
WITH session AS (
  SELECT m.v1_user_id, count(*) AS sessions
  FROM changeover.migrated_row m JOIN public.completed_sessions s ON s.id = m.v2_id
  WHERE m.live AND m.table_number = 2
  GROUP BY m.v1_user_id
), progress AS (
  SELECT p.id, p.id || '@' || p.xmin AS written, p.completed_sessions_count, coalesce(s.sessions, 0) AS sessions,
         EXISTS (SELECT FROM changeover.quarantine q WHERE q.v1_user_id = m.v1_user_id AND q.kind = 'row'
                 AND q.table_name IN ('completed_sessions', 'progress_history')) AS held
  FROM changeover.migrated_row m
  JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
  JOIN public.progress_history p ON p.id = m.v2_id
  LEFT JOIN session s ON s.v1_user_id = m.v1_user_id
  WHERE m.live AND m.table_number = 8
), judged AS (
  SELECT id, written, held, NOT held AND completed_sessions_count IS DISTINCT FROM sessions AS wrong FROM progress
)
SELECT count(*), count(*) FILTER (WHERE wrong), count(*) FILTER (WHERE held),
       (array_agg(id ORDER BY id) FILTER (WHERE wrong))[1:1000],
       (array_agg(written ORDER BY id) FILTER (WHERE wrong))[1:1000]
FROM judged
