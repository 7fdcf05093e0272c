package io.leat.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.mixin.JobsExt;
import com.databricks.sdk.service.jobs.BaseJob;
import com.databricks.sdk.service.jobs.BaseRun;
import com.databricks.sdk.service.jobs.GetRunRequest;
import com.databricks.sdk.service.jobs.ListJobsRequest;
import com.databricks.sdk.service.jobs.ListRunsRequest;
import com.databricks.sdk.service.jobs.Run;
import com.databricks.sdk.service.jobs.RunLifeCycleState;
import com.databricks.sdk.service.jobs.RunNow;
import com.databricks.sdk.service.jobs.RunOutput;
import com.databricks.sdk.service.jobs.RunResultState;
import com.databricks.sdk.service.jobs.TerminationCodeCode;
import io.leat.core.run.LifeCycleState;
import io.leat.core.run.ResultState;
import io.leat.server.rest.JobsApi.JobView;
import io.leat.server.rest.RunView.State;
import io.leat.server.rest.RunView.TaskRunView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published Java SDK of the Jobs API against this server. */
@Timeout(60)
class SdkTest {
    private static final State DONE = new State(LifeCycleState.TERMINATED, ResultState.SUCCESS, null, "", false);

    @TempDir
    Path folder;

    private TestServer server;
    private WorkspaceClient client;

    @BeforeEach
    void givenAClient() {
        server = new TestServer(folder);
        server.jobs.jobs.add(new JobView(101, JobsStandIn.settings(), "me@example.com", 1_790_000_000_000L));
        server.jobs.runs.add(JobsStandIn.failedRun());
        client = client(TestServer.TOKEN);
    }

    @AfterEach
    void closeIt() {
        server.close();
    }

    @Test
    void aRunIsRead() {
        Run run = client.jobs().getRun(new GetRunRequest().setRunId(5001L).setIncludeHistory(true));

        assertThat(run.getState().getLifeCycleState()).isEqualTo(RunLifeCycleState.INTERNAL_ERROR);
        assertThat(run.getState().getResultState()).isEqualTo(RunResultState.FAILED);
        assertThat(run.getStatus().getTerminationDetails().getCode())
                .isEqualTo(TerminationCodeCode.RUN_EXECUTION_ERROR);
        assertThat(run.getTasks()).hasSize(2);
        assertThat(run.getRepairHistory()).hasSize(1);
        assertThat(run.getJobParameters().iterator().next().getValue()).isEqualTo("y");
    }

    @Test
    void missingThingsAreMissing() {
        assertThatThrownBy(() -> client.jobs().getRun(8)).isInstanceOf(ResourceDoesNotExist.class);
        assertThatThrownBy(() -> client.jobs().get(8)).isInstanceOf(ResourceDoesNotExist.class);
        assertThatThrownBy(() -> client.jobs().runNow(new RunNow().setJobId(8L)))
                .isInstanceOf(InvalidParameterValue.class);
    }

    @Test
    void aDriversTokenIsDenied() {
        assertThatThrownBy(() -> client(TestServer.DRIVER_TOKEN).jobs().getRun(5001))
                .isInstanceOf(PermissionDenied.class);
    }

    @Test
    void listsAreFollowedToTheirEnd() {
        IntStream.range(0, 70)
                .forEach(i -> server.jobs.runs.add(JobsStandIn.run(4000 - i, DONE, 9000 - i, 9001, List.of())));

        List<Long> runIds = new ArrayList<>();
        for (BaseRun run : client.jobs().listRuns(new ListRunsRequest().setExpandTasks(true))) {
            runIds.add(run.getRunId());
        }

        List<String> jobs = new ArrayList<>();
        for (BaseJob job : client.jobs().list(new ListJobsRequest().setName("nightly"))) {
            jobs.add(job.getSettings().getName());
        }

        assertThat(runIds).hasSize(71).doesNotHaveDuplicates();
        assertThat(jobs).containsExactly("nightly");
    }

    @Test
    void allTasksOfALargeRunAreFetched() {
        List<TaskRunView> tasks = IntStream.range(0, 230)
                .mapToObj(i -> new TaskRunView(20_000 + i, "t" + i, 0, DONE, 1, 2, 0, 0, null, null, null))
                .toList();
        server.jobs.runs.add(JobsStandIn.run(10_000, DONE, 1, 2, tasks));

        Run run = new JobsExt(client.apiClient()).getRun(new GetRunRequest().setRunId(10_000L));

        assertThat(run.getTasks()).hasSize(230);
    }

    @Test
    void aFailedRunFailsTheWaiterWithItsMessage() {
        assertThatThrownBy(() -> client.jobs().waitGetRunJobTerminatedOrSkipped(5001L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task a failed with message: Workload failed");
    }

    @Test
    void aRunIsStartedAndWaitedFor() throws Exception {
        server.jobs.runs.add(JobsStandIn.run(6001, DONE, 5, 6, List.of()));

        Run run = client.jobs().runNow(new RunNow().setJobId(101L)).get();
        client.jobs().cancelRun(6001).get();

        assertThat(run.getState().getResultState()).isEqualTo(RunResultState.SUCCESS);
        assertThat(server.jobs.cancelled).containsExactly(6001L);
    }

    @Test
    void outputIsRead() {
        RunOutput output = client.jobs().getRunOutput(5002);

        assertThat(output.getError()).isEqualTo("It broke.");
        assertThat(output.getMetadata().getJobRunId()).isEqualTo(5001);
    }

    private WorkspaceClient client(String token) {
        return new WorkspaceClient(new DatabricksConfig()
                .setHost(server.server.address())
                .setToken(token)
                .setAuthType("pat"));
    }
}
