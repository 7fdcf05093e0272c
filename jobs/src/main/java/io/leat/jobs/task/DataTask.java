package io.leat.jobs.task;

/** A task kind that runs on Spark. Stateless: one instance serves every task run of its kind. */
public interface DataTask {
    /**
     * Does the task, and returns when all its tables are committed.
     *
     * @throws io.leat.core.error.LeatException when the task cannot be done as declared; its message is the user's
     * @throws InterruptedException when it was cancelled
     */
    void run(TaskContext context) throws InterruptedException;
}
