package io.leat.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.cluster.AgentEvent.Outcome;
import io.leat.core.cluster.Assignment;
import io.leat.core.schedule.ReadyQueue;
import io.leat.server.rest.PoolsApi.Pool;
import io.leat.server.rest.RunView.TaskRunView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolsTest {
    private static final String INGEST = "ingest_task: {source: {format: json, path: data}, target: bronze.clicks}";

    @TempDir
    private Path folder;

    private GivenEngine given;

    @BeforeEach
    void givenAnEngine() {
        given = new GivenEngine(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void slotsAreSharedAcrossJobsAndWhatWaitsSaysForWhat() {
        given.engine().pools().set("gpu", 2);
        long first = given.run(job("one", "pool: gpu, pool_slots: 2"));
        PlayedDriver driver = given.driver(0);
        Assignment running = driver.take();
        long second = given.run(job("two", "pool: gpu"));

        assertThat(message(second)).isEqualTo("Waiting for 1 slot of pool gpu (2 of 2 are in use).");
        assertThat(given.engine().pools().pools()).containsExactly(new Pool("gpu", 2, 2, 1));
        driver.finish(running, Outcome.SUCCESS, "");
        assertThat(driver.take().runId()).isEqualTo(second);
        assertThat(message(first)).isEmpty();
        assertThat(given.engine().pools().pools()).containsExactly(new Pool("gpu", 2, 1, 0));
    }

    @Test
    void poolsAndTheSlotsInUseOutliveTheControlPlane() {
        given.engine().pools().set("gpu", 1);
        given.run(job("one", "pool: gpu"));
        PlayedDriver driver = given.driver(0);
        Assignment running = driver.take();
        long second = given.run(job("two", "pool: gpu"));
        given.restart();

        assertThat(given.engine().pools().pools()).containsExactly(new Pool("gpu", 1, 1, 1));
        PlayedDriver again = given.again(driver);
        again.finish(running, Outcome.SUCCESS, "");
        assertThat(again.take().runId()).isEqualTo(second);
    }

    @Test
    void aPoolThatDoesNotExistIsWaitedFor() {
        long runId = given.run(job("one", "pool: gpu"));

        assertThat(message(runId)).isEqualTo("Waiting for 1 slot of pool gpu, which does not exist.");
        assertThat(given.launcher.started).isEmpty();
        assertThat(given.engine().pools().pools()).containsExactly(new Pool("gpu", null, 0, 1));
        given.engine().pools().set("gpu", 1);
        assertThat(given.driver(0).take().runId()).isEqualTo(runId);
    }

    @Test
    void aWaitingTaskRunThatIsCancelledWaitsNoMore() {
        long runId = given.run(job("one", "pool: gpu"));
        given.engine().jobs().cancel(runId);

        assertThat(given.engine().pools().pools()).isEmpty();
    }

    @Test
    void theJobOfHigherPriorityGoesFirst() {
        given.engine().pools().set("db", 1);
        given.run(job("holder", "pool: db"));
        PlayedDriver driver = given.driver(0);
        Assignment running = driver.take();
        long low = given.run("priority: -1\n" + job("low", "pool: db"));
        long middle = given.run(job("middle", "pool: db"));
        long high = given.run("priority: 3\n" + job("high", "pool: db"));
        List<Long> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            driver.finish(running, Outcome.SUCCESS, "");
            running = driver.take();
            order.add(running.runId());
        }

        assertThat(order).containsExactly(high, middle, low);
    }

    @Test
    void aKindOfDriverThatOthersKeepOutGetsRoomInTheEnd() {
        given.run(cluster("a"));
        PlayedDriver first = given.driver(0);
        Assignment ofFirst = first.take();
        given.run(cluster("b"));
        PlayedDriver second = given.driver(1);
        second.take();
        long waiting = given.run(cluster("c"));
        for (int i = 0; i < ReadyQueue.DRIVER_PATIENCE; i++) {
            assertThat(given.engine().activity().drivers())
                    .noneMatch(driver -> driver.state().equals("STOPPING"));
            given.run(cluster("a" + i, "a"));
            Assignment next = first.take();
            first.finish(ofFirst, Outcome.SUCCESS, "");
            ofFirst = next;
        }

        given.run(cluster("z", "a"));
        first.finish(ofFirst, Outcome.SUCCESS, "");
        assertThat(first.poll().stop()).isTrue();
        given.launcher.started.get(0).die(0);
        assertThat(given.driver(2).take().runId()).isEqualTo(waiting);
    }

    @Test
    void mistakesAreTold() {
        given.engine().pools().set("gpu", 0);
        given.run(job("one", "pool: gpu"));

        assertThatThrownBy(() -> given.engine().pools().delete("gpu"))
                .hasMessage(
                        "Pool gpu cannot be deleted: 0 of its slots are in use, and 1 task runs wait for some. Set its"
                                + " slots to 0 to let nothing more of it start.");
        assertThatThrownBy(() -> given.engine().pools().delete("cpu")).hasMessage("There is no pool cpu.");
        assertThatThrownBy(() -> given.engine().pools().set("a b", 1))
                .hasMessage("'a b' is no name of a pool; write letters, digits, _ and -, at most 100.");
        assertThatThrownBy(() -> given.engine().pools().set("gpu", -1))
                .hasMessage("A pool cannot have -1 slots; with 0, nothing of it starts.");
    }

    @Test
    void aPoolThatNothingUsesCanBeDeleted() {
        given.engine().pools().set("gpu", 1);
        given.engine().pools().delete("gpu");
        given.restart();

        assertThat(given.engine().pools().pools()).isEmpty();
    }

    private String message(long runId) {
        TaskRunView taskRun = given.view(runId).tasks().get(0);
        return taskRun.state().message();
    }

    private static String job(String name, String claim) {
        return "name: %s\ntasks: [{task_key: t, %s, %s}]\n".formatted(name, claim, INGEST);
    }

    private static String cluster(String name) {
        return cluster(name, name);
    }

    private static String cluster(String name, String kind) {
        String conf = "new_cluster: {spark_version: '4.1', spark_conf: {spark.kind: %s}}".formatted(kind);
        return job(name, conf);
    }
}
