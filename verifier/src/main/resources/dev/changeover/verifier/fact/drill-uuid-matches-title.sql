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
), drill AS ( -- the same drill is in many sessions: it is taken apart once
  SELECT CASE WHEN part.nested IS NULL THEN e.value::text
              WHEN json_typeof(part.nested) = 'object' THEN part.nested::text END AS drill,
         count(*) AS entries, min(s.id) AS id
  FROM session s
  CROSS JOIN LATERAL json_array_elements(
    CASE WHEN s.readable AND json_typeof(s.drills) = 'array' THEN s.drills ELSE '[]'::json END) e
  CROSS JOIN LATERAL (SELECT e.value -> 'drill' AS nested OFFSET 0) part
  WHERE json_typeof(e.value) = 'object'
  GROUP BY 1
), pair AS (
  SELECT CASE WHEN drill ~ '^\s*\{\s*"uuid"\s*:' THEN drill::json ->> 'uuid' END AS uuid,
         CASE WHEN json_typeof(text.title) = 'string' THEN text.title #>> '{}'
              WHEN json_typeof(text.name) = 'string' THEN text.name #>> '{}' END AS name,
         sum(entries) AS entries, min(id) AS id
  FROM drill CROSS JOIN LATERAL json_to_record(drill::json) AS text (title json, name json)
  WHERE drill IS NOT NULL GROUP BY 1, 2
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
