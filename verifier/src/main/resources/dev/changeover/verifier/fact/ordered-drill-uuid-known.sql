-- The uuid of a migrated ordered drill is a drill of V2; no foreign key says so. Users and rows in quarantine stay as they are, also
-- when their drill has left V2.
SELECT count(*), count(*) FILTER (WHERE d.uuid IS NULL), 0,
       (array_agg(o.id ORDER BY o.id) FILTER (WHERE d.uuid IS NULL)){listed},
       (array_agg(o.id ORDER BY o.id) FILTER (WHERE d.uuid IS NULL)){listed},
       (array_agg(o.xmin::text ORDER BY o.id) FILTER (WHERE d.uuid IS NULL)){listed}
FROM changeover.migrated_row m
JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
JOIN public.ordered_session_drills o ON o.id = m.v2_id
LEFT JOIN public.drills d ON d.uuid = o.drill_uuid
WHERE m.live AND m.table_number = 7
  AND NOT EXISTS (SELECT FROM changeover.quarantine q WHERE q.kind = 'row' AND q.v1_user_id = m.v1_user_id
                  AND q.table_name = 'ordered_session_drills' AND q.v1_id = m.v1_id)
