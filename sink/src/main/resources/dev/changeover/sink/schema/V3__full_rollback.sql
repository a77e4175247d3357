-- Evidence: every full rollback to a rollback point. What its transaction wrote is neither the sink's nor anybody else's.
CREATE TABLE full_rollback (
  transaction   xid8 PRIMARY KEY,
  epoch         bigint NOT NULL,                    -- as raised by it
  point         text NOT NULL,
  point_made_at timestamptz NOT NULL,
  done_at       timestamptz NOT NULL DEFAULT now()
);
