package io.leat.core.schedule;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;

/** Whose turn it is next among the jobs and runs that have something waiting. */
final class Turns<K> {
    private final Map<Job, Turn<K>> jobs = new HashMap<>();
    private final Map<RunOfJob, Turn<K>> runs = new HashMap<>();
    private long clock;

    /** Runs of one job may have been begun with settings that differ. */
    private record Job(long jobId, int priority) {
        static Job of(Ready<?> ready) {
            return new Job(ready.jobId(), ready.priority());
        }
    }

    private record RunOfJob(Job job, long runId) {
        static RunOfJob of(Ready<?> ready) {
            return new RunOfJob(Job.of(ready), ready.runId());
        }
    }

    Turn<K> job(Ready<K> ready) {
        return jobs.computeIfAbsent(Job.of(ready), job -> new Turn<>(job.priority(), ++clock));
    }

    Turn<K> run(Ready<K> ready) {
        return runs.computeIfAbsent(RunOfJob.of(ready), run -> new Turn<>(0, ++clock));
    }

    void joined(Waiting<K> waiting) {
        waiting.job().joined();
        waiting.run().joined();
    }

    void left(Waiting<K> waiting) {
        if (waiting.job().left()) {
            jobs.remove(Job.of(waiting.ready()));
        }

        if (waiting.run().left()) {
            runs.remove(RunOfJob.of(waiting.ready()));
        }
    }

    /** The job and the run go behind all others of their priority. */
    void taken(Waiting<K> started) {
        Turn<K> run = started.run();
        Map<Line<K>, NavigableMap<Long, Waiting<K>>> ofRun = new LinkedHashMap<>();
        run.lines().forEach(line -> ofRun.put(line, line.runs(started.job()).remove(run)));
        run.taken(++clock);
        ofRun.forEach((line, tasks) -> line.runs(started.job()).put(run, tasks));

        Turn<K> job = started.job();
        Map<Line<K>, NavigableMap<Turn<K>, NavigableMap<Long, Waiting<K>>>> ofJob = new LinkedHashMap<>();
        job.lines().forEach(line -> ofJob.put(line, line.take(job)));
        job.taken(++clock);
        ofJob.forEach((line, tasks) -> line.put(job, tasks));
    }
}
