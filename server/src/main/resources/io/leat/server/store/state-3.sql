ALTER TABLE run ADD COLUMN trigger_type TEXT NOT NULL DEFAULT 'ONE_TIME';
ALTER TABLE run ADD COLUMN parent_task_run_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN ancestors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE run ADD COLUMN only_tasks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE run ADD COLUMN overriding TEXT NOT NULL DEFAULT '{}';
CREATE INDEX run_queued ON run (job_id, run_id) WHERE state = 'QUEUED';
ALTER TABLE task_run ADD COLUMN iteration INTEGER NOT NULL DEFAULT -1;
ALTER TABLE task_run ADD COLUMN parent_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN outcome TEXT;
ALTER TABLE task_run ADD COLUMN child_run_id INTEGER NOT NULL DEFAULT 0;
DROP INDEX task_run_by_run;
CREATE INDEX task_run_by_run ON task_run (run_id, iteration, task_run_id);
CREATE INDEX task_run_by_parent ON task_run (parent_id, iteration, task_run_id) WHERE iteration >= 0;
CREATE INDEX iteration_active ON task_run (run_id, task_run_id) WHERE iteration >= 0 AND result IS NULL;
CREATE TABLE for_each (
  task_run_id INTEGER PRIMARY KEY,
  total INTEGER NOT NULL,
  inputs TEXT NOT NULL,
  kept TEXT NOT NULL
);
CREATE TABLE task_value (
  task_run_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  run_id INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (task_run_id, name)
) WITHOUT ROWID;
CREATE INDEX task_value_by_run ON task_value (run_id);
