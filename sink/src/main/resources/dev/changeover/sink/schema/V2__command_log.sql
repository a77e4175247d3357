-- Every command that changed something: who, when, and how it ended. Holds no secret and no email.
CREATE TABLE command (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  command    text NOT NULL,
  arguments  text NOT NULL,                         -- as typed; an email as the hash of its identity
  os_user    text NOT NULL,
  host       text NOT NULL,
  process_id bigint NOT NULL,
  started_at timestamptz NOT NULL,                  -- these two by the clock of that host
  ended_at   timestamptz,
  exit_code  integer,                               -- null: it runs, or was killed
  problem    text NOT NULL DEFAULT ''               -- its one line, if it failed
);

-- What an operator decided about a row that was changed in V2.
ALTER TABLE quarantine
  ADD COLUMN take text CHECK (take IN ('v1', 'v2')),
  ADD COLUMN taken_hash bigint;                     -- v2: of V1's row when that was decided; another one is a new question
