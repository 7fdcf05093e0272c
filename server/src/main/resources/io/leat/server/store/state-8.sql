CREATE INDEX batch_newest ON batch (job_id, task_key, table_name, version, committed_at) WHERE state = 'COMMITTED';
CREATE INDEX task_run_by_task ON task_run (run_id, task_key, task_run_id);
CREATE INDEX job_by_creation ON job (created_at, job_id);
CREATE INDEX job_by_name ON job (lower(name), created_at, job_id);
