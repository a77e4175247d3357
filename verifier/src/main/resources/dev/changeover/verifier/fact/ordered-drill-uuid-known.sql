-- The uuid of a migrated ordered drill is a drill of V2; no foreign key says so.
SELECT count(*), count(*) FILTER (WHERE d.uuid IS NULL), 0,
       left(string_agg(o.id::text, ', ' ORDER BY o.id) FILTER (WHERE d.uuid IS NULL), 60)
FROM changeover.migrated_row m
JOIN public.ordered_session_drills o ON o.id = m.v2_id
LEFT JOIN public.drills d ON d.uuid = o.drill_uuid
WHERE m.live AND m.table_number = 7
