-- What undo needs: images of what it removes, and the shape that a table had when a row of it was kept. Columns are only ever appended, so
-- that their number and the last one's number tell which of today's columns an image has.
ALTER TABLE before_image DROP CONSTRAINT before_image_reason_check;
ALTER TABLE before_image ADD CONSTRAINT before_image_reason_check
  CHECK (reason IN ('replaced', 'deleted', 'changed', 'repointed', 'undone'));
ALTER TABLE before_image
  ADD COLUMN columns     smallint,                  -- null for rows that are never put back: their reference is
  ADD COLUMN last_column smallint;

UPDATE before_image AS b SET columns = s.columns, last_column = s.last_column
  FROM (SELECT c.relname, count(*) AS columns, max(a.attnum) AS last_column
          FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped GROUP BY c.relname) AS s
 WHERE s.relname = b.table_name AND b.reason IN ('replaced', 'deleted');
