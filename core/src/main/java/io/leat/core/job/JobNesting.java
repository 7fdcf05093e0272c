package io.leat.core.job;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Whether jobs that run jobs come to an end: none runs itself, and chains of them are short. */
public final class JobNesting {
    /** The most jobs of which each runs the next. */
    public static final int DEEPEST = 3;

    private final LongFunction<Optional<JobSettings>> jobs;

    private JobNesting(LongFunction<Optional<JobSettings>> jobs) {
        this.jobs = jobs;
    }

    /**
     * Looks at all that a job runs. Jobs that are changed later can make a chain longer all the same, so each run looks
     * at its own chain with {@link #checkRun}.
     *
     * @param jobs the settings of a saved job; of one that is not there nothing is said
     * @throws LeatException when the job would run itself, or a chain is too long
     */
    public static void check(long jobId, JobSettings settings, LongFunction<Optional<JobSettings>> jobs) {
        new JobNesting(jobs).follow(settings, List.of(jobId));
    }

    /**
     * Looks at a run that a run-job task asks for.
     *
     * @param chain the jobs of the runs around it, from the outermost
     * @throws LeatException when the job would run itself, or the chain is too long
     */
    public static void checkRun(long jobId, List<Long> chain) {
        String shown = chain.stream().map(String::valueOf).collect(Collectors.joining(" -> ")) + " -> " + jobId;
        if (chain.contains(jobId)) {
            throw refused("Jobs run each other in a circle: %s. Take one run_job_task out of it.".formatted(shown));
        }

        if (chain.size() >= DEEPEST) {
            throw refused("Jobs run jobs more than %d deep: %s. Put the tasks of one into another."
                    .formatted(DEEPEST, shown));
        }
    }

    private void follow(JobSettings settings, List<Long> chain) {
        for (long jobId : run(settings)) {
            checkRun(jobId, chain);
            List<Long> longer = new ArrayList<>(chain);
            longer.add(jobId);
            jobs.apply(jobId).ifPresent(nested -> follow(nested, longer));
        }
    }

    /** The jobs that its tasks run, the nested ones of for-each tasks included. */
    private static Set<Long> run(JobSettings settings) {
        return settings.tasks().stream()
                .map(task -> task.forEach().map(ForEachTask::task).orElse(task))
                .flatMap(task -> task.runJob().stream())
                .map(RunJobTask::jobId)
                .collect(Collectors.toSet());
    }

    private static LeatException refused(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
