CREATE TABLE table_version (
  table_name TEXT NOT NULL,
  table_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  batch_id TEXT NOT NULL,
  manifest_hash TEXT NOT NULL,
  mode TEXT,
  job_id INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  PRIMARY KEY (table_name, table_id, version, batch_id)
) WITHOUT ROWID;
CREATE INDEX table_version_by_batch ON table_version (batch_id);
CREATE INDEX table_version_by_task ON table_version (job_id, task_key);
CREATE TABLE table_rewind (
  table_name TEXT NOT NULL,
  table_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  back_to INTEGER NOT NULL,
  PRIMARY KEY (table_name, table_id, version)
) WITHOUT ROWID;
CREATE TABLE table_log (
  table_name TEXT NOT NULL,
  table_id TEXT NOT NULL,
  through INTEGER NOT NULL,
  PRIMARY KEY (table_name, table_id)
) WITHOUT ROWID;
CREATE INDEX batch_file_by_path ON batch_file (path);
INSERT INTO table_version (table_name, table_id, version, batch_id, manifest_hash, mode, job_id, task_key)
  SELECT table_name, json_extract(commit_body, '$.table_id'), version, batch_id, manifest_hash, mode, job_id, task_key
    FROM batch b
   WHERE state = 'COMMITTED' AND statement = 'target'
     AND EXISTS (SELECT 1 FROM batch_file f WHERE f.batch_id = b.batch_id);
DROP TABLE source_file;
ALTER TABLE run ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
UPDATE run SET began = start_time;
CREATE TABLE repair (
  repair_id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  request TEXT NOT NULL,
  settings TEXT NOT NULL,
  parameters TEXT NOT NULL,
  state TEXT NOT NULL,
  result TEXT NOT NULL,
  code TEXT,
  message TEXT NOT NULL,
  start_time INTEGER NOT NULL,
  began INTEGER NOT NULL,
  end_time INTEGER NOT NULL
);
CREATE INDEX repair_by_run ON repair (run_id, repair_id);
