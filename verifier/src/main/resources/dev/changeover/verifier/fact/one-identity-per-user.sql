-- No two migrated users with one email but for case, and nobody else with a migrated user's email.
WITH migrated AS (
  SELECT t.id, t.xmin AS written, lower(t.email {collation}) AS identity
  FROM changeover.v1_user u JOIN public.users t ON t.id = u.target_user_id
  WHERE u.outcome IN ('replaced', 'created') AND t.email IS NOT NULL
), doubled AS (
  SELECT identity, min(id) AS id, string_agg(id || '@' || written, ' ' ORDER BY id) AS state FROM migrated GROUP BY identity HAVING count(*) > 1
)
SELECT (SELECT count(*) FROM migrated), count(*), 0, (array_agg(id ORDER BY id)){listed},
       (array_agg(md5(identity) ORDER BY id)){listed}, (array_agg(state ORDER BY id)){listed}
FROM doubled
