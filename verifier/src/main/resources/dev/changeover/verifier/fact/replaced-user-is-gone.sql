-- The user that a migrated one took the place of is not there any more.
SELECT count(*), count(t.id), 0, (array_agg(t.id ORDER BY t.id) FILTER (WHERE t.id IS NOT NULL)){listed},
       (array_agg(t.id ORDER BY t.id) FILTER (WHERE t.id IS NOT NULL)){listed},
       (array_agg(''::text ORDER BY t.id) FILTER (WHERE t.id IS NOT NULL)){listed}
FROM changeover.v1_user u
LEFT JOIN public.users t ON t.id = u.replaced_user_id
WHERE u.outcome = 'replaced' AND u.replaced_user_id IS NOT NULL
