package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.run.LifeCycleState;
import io.leat.server.rest.JobsApi.Activity;
import io.leat.server.rest.JobsApi.RunFilter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace in which one run may go on at once, besides those that it waits for. */
class ActiveRunsTest {
    private static final String TASK =
            "  - {task_key: a, ingest_task: {source: {format: json, path: data}, target: bronze.t}}\n";
    private static final RunFilter ALL = new RunFilter(null, null, Activity.ANY, null, null, null, 0, 10);
    private static final String QUEUE = "max_concurrent_runs: 5\nqueue: {enabled: true}\n";

    @TempDir
    private Path folder;

    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder, 1);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private static String job(String name) {
        return "name: " + name + "\ntasks:\n" + TASK;
    }

    private LifeCycleState state(long runId) {
        return given.view(runId).state().lifeCycle();
    }

    @Test
    void theRunThatWaitedLongestGoesFirstWhateverItsJob() {
        long first = given.run(QUEUE + job("one"));
        long second = given.run(QUEUE + job("two"));
        long third = given.run(QUEUE + job("one"));
        long fourth = given.run(QUEUE + job("two"));

        assertThat(given.view(second).state().message())
                .isEqualTo("Queued due to reaching maximum active runs of 1 in the workspace.");
        given.engine().jobs().cancel(first);
        assertThat(state(second)).isEqualTo(LifeCycleState.PENDING);
        assertThat(state(third)).isEqualTo(LifeCycleState.QUEUED);
        given.engine().jobs().cancel(third);
        given.restart();
        given.engine().jobs().cancel(second);
        assertThat(state(fourth)).isEqualTo(LifeCycleState.PENDING);
    }

    @Test
    void aRunThatMayNotWaitIsRefusedAndLeavesNothing() {
        long first = given.run(QUEUE + job("one"));

        assertThatThrownBy(() -> given.run(job("two")))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_LIMIT_EXCEEDED))
                .hasMessage("1 runs go on in this workspace, which is as many as may."
                        + " Try again later, or give the job a queue.");
        given.engine().jobs().cancel(first);
        assertThat(state(given.run(job("two")))).isEqualTo(LifeCycleState.PENDING);
    }

    @Test
    void whatARunWaitsForDoesNotWaitForItsPlace() {
        given.engine().jobs().cancel(given.run(QUEUE + job("inner")));
        long inner = given.engine().jobs().runs(ALL).get(0).jobId();
        long outer = given.run(QUEUE
                + job("outer")
                + "  - {task_key: b, depends_on: [{task_key: a}], run_job_task: {job_id: %d}}\n".formatted(inner));
        PlayedDriver driver = given.driver(0);
        Assignment running = driver.take();
        long waiting = given.run(QUEUE + job("inner"));
        driver.finish(running, Outcome.SUCCESS, "");
        Assignment child = driver.take();

        assertThat(child.jobId()).isEqualTo(inner);
        assertThat(child.runId()).isNotEqualTo(waiting);
        assertThat(state(waiting)).isEqualTo(LifeCycleState.QUEUED);
        driver.finish(child, Outcome.SUCCESS, "");
        assertThat(state(outer)).isEqualTo(LifeCycleState.TERMINATED);
        assertThat(driver.take().runId()).isEqualTo(waiting);
    }
}
