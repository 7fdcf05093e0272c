ALTER TABLE run ADD COLUMN run_type TEXT NOT NULL DEFAULT 'JOB_RUN';

CREATE INDEX run_by_type ON run (run_type, start_time, run_id);
