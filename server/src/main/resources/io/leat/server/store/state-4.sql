CREATE TABLE named_job (
  job_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  settings TEXT NOT NULL,
  base_dir TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
INSERT INTO named_job (job_id, name, version, settings, base_dir, created_at, updated_at)
  SELECT job_id, name, version, settings, base_dir, created_at, updated_at FROM job;
DROP TABLE job;
ALTER TABLE named_job RENAME TO job;
CREATE UNIQUE INDEX job_of_file ON job (name) WHERE base_dir <> '';
