package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registration;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** An agent on the tests' Spark, and the control plane it talks to. Each kind of task is a piece of the test's code. */
final class RunningAgent implements AutoCloseable {
    final FakeControlPlane controlPlane;
    private final Map<String, DataTask> tasks = new ConcurrentHashMap<>();
    /** Grows through all tests: a job group that was cancelled stays cancelled in their common Spark. */
    private static final AtomicLong FENCES = new AtomicLong();

    private final Path workspace;
    private final Agent agent;
    private final CompletableFuture<Agent.Leaving> end;

    RunningAgent(Path workspace) {
        this(workspace, Duration.ofMinutes(10));
    }

    RunningAgent(Path workspace, Duration orphanAfter) {
        this.workspace = workspace;
        Path rendezvous = workspace.resolve("control.json");
        controlPlane = new FakeControlPlane(rendezvous);
        AgentSettings settings = new AgentSettings(
                "driver-1",
                FakeControlPlane.TOKEN,
                rendezvous,
                workspace.resolve("warehouse").toString(),
                workspace.resolve("models").toString(),
                workspace.resolve("artifacts"),
                workspace.resolve("scratch"),
                "11111111-2222-3333-4444-555555555555",
                2,
                orphanAfter);
        Supplier<DataTask> task =
                () -> context -> tasks.get(context.assignment().taskKey()).run(context);
        agent = new Agent(
                settings,
                TestSpark.session(workspace.resolve("warehouse")),
                new TaskKinds(Map.of("test_task", task)),
                new ControlPlane(rendezvous, FakeControlPlane.TOKEN));
        end = CompletableFuture.supplyAsync(() -> agent.live(registration()), RunningAgent::inAThread);
    }

    /** Of its own: the pool that all share may have one thread only, and an agent keeps it for its life. */
    private static void inAThread(Runnable work) {
        Thread thread = new Thread(work, "agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static Registration registration() {
        return new Registration(
                Protocol.VERSION, "driver-1", 1, "localhost", 2, "local[2]", "4", "app", 1, false, null);
    }

    /** Assigns a task run that does this. */
    void run(long taskRunId, DataTask task) {
        run(taskRunId, Map.of(), List.of(), task);
    }

    void run(long taskRunId, Map<String, String> sparkConf, List<String> secrets, DataTask task) {
        run(taskRunId, Json.object(), Libraries.NONE, sparkConf, secrets, task);
    }

    /** Assigns a task run of a program. */
    void run(long taskRunId, ObjectNode body, Libraries libraries, DataTask task) {
        run(taskRunId, body, libraries, Map.of(), List.of(), task);
    }

    private synchronized void run(
            long taskRunId,
            ObjectNode body,
            Libraries libraries,
            Map<String, String> sparkConf,
            List<String> secrets,
            DataTask task) {
        String key = "task-" + FENCES.incrementAndGet();
        tasks.put(key, task);
        controlPlane.assign(new Assignment(
                taskRunId,
                100,
                1,
                "job",
                key,
                0,
                FENCES.get(),
                "test_task",
                body,
                Map.of(),
                workspace.toString(),
                sparkConf,
                libraries,
                secrets,
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    CompletableFuture<Agent.Leaving> end() {
        return end;
    }

    /** As a signal does. */
    void terminate() {
        agent.terminate();
    }

    @Override
    public void close() {
        agent.terminate();
        controlPlane.close();
    }
}
