package io.leat.core.value;

import org.jspecify.annotations.Nullable;

/**
 * What references stand for in one task run.
 *
 * @param retryCount how often it was tried before since the run or its last repair started
 * @param executionCount how often the task was started in this run, retries, repairs and this time included
 * @param notebookPath of a notebook task
 */
public record CurrentTask(
        String taskKey,
        long taskRunId,
        int retryCount,
        int executionCount,
        @Nullable String notebookPath) {}
