CREATE TABLE workspace (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE job (
  job_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  settings TEXT NOT NULL,
  base_dir TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE TABLE run (
  run_id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL,
  run_name TEXT NOT NULL,
  settings TEXT NOT NULL,
  base_dir TEXT NOT NULL,
  parameters TEXT NOT NULL,
  master TEXT,
  spark_conf TEXT NOT NULL,
  creator TEXT NOT NULL,
  idempotency_token TEXT UNIQUE,
  state TEXT NOT NULL,
  result TEXT,
  code TEXT,
  message TEXT NOT NULL,
  ending TEXT,
  start_time INTEGER NOT NULL,
  began INTEGER NOT NULL,
  end_time INTEGER NOT NULL
);
CREATE INDEX run_by_job ON run (job_id, start_time, run_id);
CREATE INDEX run_by_start ON run (start_time, run_id);
CREATE INDEX run_active ON run (run_id) WHERE result IS NULL;
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
CREATE TABLE task_run (
  task_run_id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  task INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  attempt_number INTEGER NOT NULL,
  retries_used INTEGER NOT NULL,
  state TEXT NOT NULL,
  result TEXT,
  code TEXT,
  message TEXT NOT NULL,
  ending TEXT,
  due_time INTEGER NOT NULL,
  start_time INTEGER NOT NULL,
  end_time INTEGER NOT NULL,
  fence INTEGER NOT NULL,
  driver_id TEXT,
  counts TEXT,
  trace TEXT
);
CREATE INDEX task_run_by_run ON task_run (run_id, task_run_id);
CREATE TABLE event (
  run_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
) WITHOUT ROWID;
CREATE TABLE batch (
  batch_id TEXT PRIMARY KEY,
  job_id INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  task_run_id INTEGER NOT NULL,
  statement TEXT NOT NULL,
  table_name TEXT NOT NULL,
  mode TEXT NOT NULL,
  manifest_hash TEXT NOT NULL,
  pins TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  replaces TEXT NOT NULL,
  state TEXT NOT NULL,
  minted_at INTEGER NOT NULL,
  committed_by INTEGER,
  commit_body TEXT,
  version INTEGER,
  committed_at INTEGER
) WITHOUT ROWID;
CREATE INDEX batch_by_run ON batch (run_id, task_key);
CREATE INDEX batch_by_task ON batch (job_id, task_key, committed_at);
CREATE INDEX batch_by_table ON batch (table_name, version);
CREATE INDEX batch_unsettled ON batch (table_name) WHERE state = 'MINTED';
CREATE TABLE batch_file (
  batch_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  hash TEXT,
  PRIMARY KEY (batch_id, number)
) WITHOUT ROWID;
CREATE TABLE source_file (
  job_id INTEGER NOT NULL,
  task_key TEXT NOT NULL,
  table_name TEXT NOT NULL,
  path TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  hash TEXT,
  batch_id TEXT NOT NULL,
  PRIMARY KEY (job_id, task_key, table_name, path)
) WITHOUT ROWID;
CREATE TABLE driver (
  driver_id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL,
  master TEXT NOT NULL,
  spark_conf TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_started INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  registration TEXT,
  last_sequence INTEGER NOT NULL,
  ended_at INTEGER
) WITHOUT ROWID;
CREATE TABLE model (
  model_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  run_id INTEGER NOT NULL,
  task_run_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (name, version)
) WITHOUT ROWID;
CREATE TABLE secret (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  sealed TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;
