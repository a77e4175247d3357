-- How new the link of a row's parent to the user is; null for rows that hang on their user themselves. Where it is null for others, an
-- earlier version entered them, and generation, streamed and lsn are the newer of the row's own version and the link's.
ALTER TABLE migrated_row
  ADD COLUMN link_generation integer,
  ADD COLUMN link_streamed   boolean,
  ADD COLUMN link_lsn        bigint;
