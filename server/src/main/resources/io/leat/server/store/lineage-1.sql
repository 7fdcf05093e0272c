CREATE TABLE edge (
  output_kind TEXT NOT NULL,
  output_name TEXT NOT NULL,
  output_version INTEGER NOT NULL,
  task_run_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (output_kind, output_name, output_version, task_run_id)
) WITHOUT ROWID;
CREATE INDEX edge_by_name ON edge (output_name, output_version);
CREATE TABLE input (
  input_name TEXT NOT NULL,
  output_kind TEXT NOT NULL,
  output_name TEXT NOT NULL,
  output_version INTEGER NOT NULL,
  task_run_id INTEGER NOT NULL,
  PRIMARY KEY (input_name, output_name, output_version, task_run_id, output_kind)
) WITHOUT ROWID;
