package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.cluster.Acknowledged;
import io.leat.core.cluster.AgentEvent;
import io.leat.core.cluster.AgentEvent.Finish;
import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.cluster.Instructions;
import io.leat.core.cluster.Poll;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Registration;
import io.leat.core.cluster.Report;
import io.leat.core.run.ResultState;
import io.leat.server.rest.RunView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver is told on the two ways there are: in answer to its polls, and to its reports. */
class TurnsTest {
    private static final String CHAIN = """
            name: chain
            tasks:
              - {task_key: a, ingest_task: {source: {format: csv, path: a/}, target: bronze.a}}
              - task_key: b
                depends_on: [{task_key: a}]
                ingest_task: {source: {format: csv, path: b/}, target: bronze.b}
            """;

    private final List<Long> holding = new ArrayList<>();

    @TempDir
    private Path folder;

    private GivenEngine given;
    private String driverId;
    private long sequence;
    private long turn;

    @BeforeEach
    void givenADriver() {
        given = new GivenEngine(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void whatFollowsComesWithTheAnswerToTheReport() {
        long runId = start();
        Assignment first = accept(poll().join());

        Instructions next = report(first).instructions();

        assertThat(next).isNotNull();
        assertThat(next.turn()).isEqualTo(turn);
        assertThat(next.cancel()).isEmpty();
        Assignment second = accept(next);
        assertThat(second.taskKey()).isEqualTo("b");
        assertThat(report(second).instructions().isEmpty()).isTrue();
        assertThat(view(runId).state().result()).isEqualTo(ResultState.SUCCESS);
    }

    @Test
    void aWaitingPollIsNotToldWhatTheReportWasTold() {
        start();
        Assignment first = accept(poll().join());
        CompletableFuture<Instructions> waiting = poll();
        given.engine().activity(); // returns when the poll is known

        Assignment second = accept(report(first).instructions());

        assertThat(waiting).isNotDone();
        assertThat(report(second).instructions().isEmpty()).isTrue();
        assertThat(waiting).isNotDone();
    }

    @Test
    void whatWasToldInALostAnswerIsToldAgain() {
        start();
        Assignment first = accept(poll().join());
        report(first);

        assertThat(poll().join().run()).hasSize(1);
        assertThat(poll().join().run()).hasSize(1);
    }

    @Test
    void aPollThatAReportHasOvertakenWaitsAndKnowsOfTheReport() {
        start();
        Assignment first = accept(poll().join());
        Poll overtaken = said();
        Assignment second = accept(report(first).instructions());
        long newest = turn;

        CompletableFuture<Instructions> waiting = given.engine().agents().poll(overtaken);

        assertThat(waiting).isNotDone();
        given.engine().jobs().cancel(second.runId());
        Instructions told = waiting.join();
        assertThat(told.turn()).isEqualTo(newest);
        assertThat(told.run()).isEmpty();
        assertThat(told.cancel()).containsExactly(second.taskRunId());
    }

    @Test
    void aDriverTakesAsManyAsItSays() {
        StringBuilder text = new StringBuilder("name: fan\ntasks:\n");
        for (int task = 0; task < 30; task++) {
            text.append("  - {task_key: t%d, ingest_task: {source: {format: csv, path: a/}, target: bronze.a}}\n"
                    .formatted(task));
        }

        start(text.toString());

        assertThat(poll().join().run()).hasSize(20);
    }

    private long start() {
        return start(CHAIN);
    }

    private long start(String job) {
        long runId = given.run(job);
        GivenEngine.await(() -> !given.launcher.started.isEmpty());
        driverId = given.launcher.started.get(0).spec.driverId();
        given.engine()
                .agents()
                .register(new Registration(
                        Protocol.VERSION, driverId, 1, "here", 2, "local[2]", "4.1.3", "app", 5, false, null, 20));
        return runId;
    }

    private RunView view(long runId) {
        return given.view(runId);
    }

    private CompletableFuture<Instructions> poll() {
        return given.engine().agents().poll(said());
    }

    private Poll said() {
        return new Poll(driverId, holding, List.of(), List.of(), ++turn);
    }

    private Assignment accept(Instructions told) {
        assertThat(told.run()).hasSize(1);
        Assignment assignment = told.run().get(0);
        holding.add(assignment.taskRunId());
        return assignment;
    }

    private Acknowledged report(Assignment done) {
        List<AgentEvent> events = List.of(
                AgentEvent.started(done, 0).numbered(++sequence),
                AgentEvent.finished(done, 0, new Finish(Outcome.SUCCESS, "", null))
                        .numbered(++sequence));
        Acknowledged answer = given.engine()
                .agents()
                .report(new Report(driverId, events, said()))
                .join();
        holding.remove(done.taskRunId());
        return answer;
    }
}
