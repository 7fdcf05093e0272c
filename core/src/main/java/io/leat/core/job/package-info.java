/**
 * What a user declares: jobs, their tasks, and the job files they are read from.
 *
 * <p>Start at {@link io.leat.core.job.JobSettings} for what a job is and at {@link io.leat.core.job.JobFile} for how a file
 * becomes one. Nothing here opens a file or runs a task.
 */
@NullMarked
package io.leat.core.job;

import org.jspecify.annotations.NullMarked;
