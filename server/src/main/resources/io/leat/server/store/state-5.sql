CREATE TABLE pool (name TEXT PRIMARY KEY, slots INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE outbox (
  entry_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  acknowledged_at INTEGER
) WITHOUT ROWID;
CREATE INDEX outbox_open ON outbox (at, run_id, seq, entry_id) WHERE acknowledged_at IS NULL;
CREATE TABLE duration_warning (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
