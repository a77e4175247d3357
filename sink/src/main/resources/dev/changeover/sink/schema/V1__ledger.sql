-- The schema "changeover" in the target: what the sink did, and what it may do. See docs/decisions/0002-ledger.md.

-- Which database this is, and who may write to it. One row.
CREATE TABLE target (
  singleton         boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  id                uuid NOT NULL,
  environment       text NOT NULL,
  system_identifier bigint NOT NULL,
  timeline          integer NOT NULL,
  database_oid      bigint NOT NULL,
  epoch             bigint NOT NULL DEFAULT 1,      -- raised by rollback, undo and cutover; checked by every transaction of the sink
  documents_topic   text,                           -- the topic id whose offsets are the positions here
  documents_epoch   bigint,                         -- the epoch under which it was registered; a later one may register another
  created_at        timestamptz NOT NULL DEFAULT now(),
  baseline_at       timestamptz                     -- null: no baseline yet, nothing may be written
);

-- The plan's tables by their numbers, as other tables here name them.
CREATE TABLE plan_table (
  number smallint PRIMARY KEY,
  name   text NOT NULL UNIQUE
);

-- Every user that the target had at the baseline. Whoever is not here and was not created by the sink came later.
CREATE TABLE baseline_user (
  target_user_id bigint PRIMARY KEY,
  identity       text,
  class          text NOT NULL CHECK (class IN ('stale', 'protected'))
);

-- Which stale target user a V1 user may replace. One target user may be paired with several V1 users until one takes it.
CREATE TABLE pairing (
  v1_user_id     bigint PRIMARY KEY,
  target_user_id bigint NOT NULL REFERENCES baseline_user
);
CREATE INDEX ON pairing (target_user_id);

-- Every V1 user that was ever seen: its claim, its outcome, and the document that decided it.
CREATE TABLE v1_user (
  v1_user_id       bigint PRIMARY KEY,
  identity         text,                            -- what it claims; null: no usable email, or deleted
  outcome          text NOT NULL CHECK (outcome IN ('pending', 'replaced', 'created', 'skipped', 'quarantined', 'undone', 'deleted')),
  target_user_id   bigint UNIQUE,                   -- the V2 user that the sink made for it; null: none, or gone
  replaced_user_id bigint,                          -- the stale V2 user that it took the place of
  topic_partition  integer,                         -- position: the last document applied or refused
  topic_offset     bigint,
  applied_at       timestamptz
);
CREATE INDEX ON v1_user (identity);
CREATE INDEX ON v1_user (replaced_user_id);

-- Every migrated row, users included. A row that left V2 stays here, not live: its V1 row may come back by a move.
CREATE TABLE migrated_row (
  table_number  smallint NOT NULL REFERENCES plan_table,
  v1_id         bigint NOT NULL,
  v2_id         bigint NOT NULL,
  v1_user_id    bigint NOT NULL,
  generation    integer NOT NULL,                   -- these three: the row's version, which decides between users
  streamed      boolean NOT NULL,
  lsn           bigint NOT NULL,
  live          boolean NOT NULL,
  document_hash bigint NOT NULL,                    -- of what the document said: an equal one has nothing to write
  target_hash   bigint NOT NULL,                    -- of the row as the sink left it: another one was changed in V2
  PRIMARY KEY (table_number, v1_id)
);
CREATE INDEX ON migrated_row (v1_user_id);

-- For applications that have cached V1 ids.
CREATE VIEW id_map AS
  SELECT t.name AS table_name, r.v1_id, r.v2_id FROM migrated_row r JOIN plan_table t ON t.number = r.table_number WHERE r.live;

-- Rows as they were before the sink removed or replaced them: image::public.<table> is the row again.
CREATE TABLE before_image (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  v1_user_id    bigint NOT NULL,
  table_name    text NOT NULL,
  target_row_id bigint NOT NULL,
  image         text NOT NULL,
  reason        text NOT NULL CHECK (reason IN ('replaced', 'deleted', 'changed', 'repointed')),
  transaction   xid8 NOT NULL,
  taken_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON before_image (v1_user_id);

-- What was refused. One entry a user (table_name '' and v1_id 0), or one a row of it.
CREATE TABLE quarantine (
  v1_user_id      bigint NOT NULL,
  table_name      text NOT NULL DEFAULT '',
  v1_id           bigint NOT NULL DEFAULT 0,
  kind            text NOT NULL CHECK (kind IN ('user', 'row')),
  reason          text NOT NULL,
  detail          text NOT NULL,                    -- no value of a row
  topic_partition integer,                          -- the document to try again
  topic_offset    bigint,
  since           timestamptz NOT NULL DEFAULT now(),
  attempts        integer NOT NULL DEFAULT 1,
  next_attempt_at timestamptz,                      -- null: only when told
  PRIMARY KEY (v1_user_id, table_name, v1_id)
);
CREATE INDEX ON quarantine (next_attempt_at);

-- Evidence: every transaction in which the sink wrote a row outside this schema.
CREATE TABLE sink_transaction (
  transaction xid8 PRIMARY KEY,
  epoch       bigint NOT NULL
);

-- Evidence: every row that the sink deleted outside this schema.
CREATE TABLE deleted_row (
  table_name  text NOT NULL,
  target_id   bigint NOT NULL,
  v1_user_id  bigint NOT NULL,
  transaction xid8 NOT NULL
);

-- The indexes that the sink made, for cleanup to drop.
CREATE TABLE target_index (
  name       text PRIMARY KEY,
  table_name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
