-- A user has one progress row at most.
WITH owner AS (
  SELECT user_id, count(*) AS rows FROM public.progress_history WHERE user_id IS NOT NULL GROUP BY user_id
)
SELECT count(*), count(*) FILTER (WHERE rows > 1), 0,
       (array_agg(user_id ORDER BY user_id) FILTER (WHERE rows > 1)){listed},
       (array_agg(user_id ORDER BY user_id) FILTER (WHERE rows > 1)){listed},
       (array_agg(''::text ORDER BY user_id) FILTER (WHERE rows > 1)){listed}
FROM owner
