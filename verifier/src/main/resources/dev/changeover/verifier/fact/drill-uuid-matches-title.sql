-- A uuid that stands first in a drill object of a migrated session is a drill of V2 with that title; and a name that V2
-- spells in the same way has its uuid there. A uuid that V1 itself had put there, with a name that V2 does not know, stays.
WITH override AS (
  SELECT title, lower(uuid) AS uuid FROM unnest(?::text[], ?::text[]) AS o (title, uuid)
), session AS (
  SELECT s.id, s.drills, {readable} AS readable
  FROM changeover.migrated_row m
  JOIN changeover.v1_user u ON u.v1_user_id = m.v1_user_id AND u.outcome IN ('replaced', 'created')
  JOIN public.completed_sessions s ON s.id = m.v2_id
  WHERE m.live AND m.table_number = 2
    AND NOT EXISTS (SELECT FROM changeover.quarantine q WHERE q.kind = 'row' AND q.v1_user_id = m.v1_user_id
                    AND q.table_name = 'completed_sessions' AND q.v1_id = m.v1_id)
), entry AS (
  SELECT s.id, CASE WHEN e.value -> 'drill' IS NULL THEN e.value
                    WHEN json_typeof(e.value -> 'drill') = 'object' THEN e.value -> 'drill' END AS drill
  FROM session s
  CROSS JOIN LATERAL json_array_elements(
    CASE WHEN s.readable AND json_typeof(s.drills) = 'array' THEN s.drills ELSE '[]'::json END) e
  WHERE json_typeof(e.value) = 'object'
), named AS (
  SELECT id,
         CASE WHEN (SELECT key FROM json_each(drill) WITH ORDINALITY AS k (key, value, place) ORDER BY place LIMIT 1) = 'uuid'
              THEN drill ->> 'uuid' END AS uuid,
         CASE WHEN json_typeof(drill -> 'title') = 'string' THEN drill ->> 'title'
              WHEN json_typeof(drill -> 'name') = 'string' THEN drill ->> 'name' END AS name
  FROM entry WHERE drill IS NOT NULL
), pair AS (
  SELECT uuid, name, count(*) AS entries, min(id) AS id FROM named GROUP BY uuid, name
), judged AS (
  SELECT p.entries, p.id,
    CASE
      WHEN o.uuid IS NOT NULL AND EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = o.uuid)
        THEN p.uuid IS DISTINCT FROM o.uuid
      WHEN EXISTS (SELECT FROM public.drills d WHERE d.title = p.name)
        THEN NOT EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid AND d.title = p.name)
      WHEN p.uuid IS NULL THEN false
      ELSE EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid)
           AND NOT EXISTS (SELECT FROM public.drills d WHERE d.uuid::text = p.uuid AND {folded:d.title} = {folded:p.name})
    END AS wrong
  FROM pair p LEFT JOIN override o ON o.title = p.name
)
SELECT coalesce(sum(entries), 0)::bigint, coalesce(sum(entries) FILTER (WHERE wrong), 0)::bigint,
       (SELECT count(*) FROM session WHERE NOT readable),
       left(string_agg(id::text, ', ' ORDER BY id) FILTER (WHERE wrong), 60)
FROM judged
