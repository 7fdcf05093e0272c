package io.leat.core.job;

import static io.leat.core.job.JobFiles.toldOfJob;
import static io.leat.core.job.JobFiles.toldOfTask;
import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.json.Json;
import io.leat.core.schedule.Claim;
import org.junit.jupiter.api.Test;

class SharingTest {
    @Test
    void aJobThatSaysNothingHasPriorityZeroAndClaimsNothing() {
        JobSettings job = job("{'tasks': [{'task_key': 'a'}]}");

        assertThat(Sharing.priority(job)).isZero();
        assertThat(Sharing.claim(job, job.tasks().get(0))).isEmpty();
    }

    @Test
    void fieldsSayPriorityPoolAndSlots() {
        JobSettings job = job("{'priority': -7, 'tasks': [{'task_key': 'a', 'pool': 'gpu', 'pool_slots': '2'},"
                + " {'task_key': 'b', 'pool': 'gpu'}]}");

        assertThat(Sharing.priority(job)).isEqualTo(-7);
        assertThat(Sharing.claim(job, job.tasks().get(0))).contains(new Claim("gpu", 2));
        assertThat(Sharing.claim(job, job.tasks().get(1))).contains(new Claim("gpu", 1));
    }

    @Test
    void tagsSayItWhereToolsDropTheFields() {
        JobSettings job = job("{'tags': {'leat.priority': '5', 'leat.pool': 'db', 'leat.pool.a': 'gpu:2'},"
                + " 'tasks': [{'task_key': 'a'}, {'task_key': 'b'}, {'task_key': 'c', 'pool': 'own'}]}");

        assertThat(Sharing.priority(job)).isEqualTo(5);
        assertThat(Sharing.claim(job, job.tasks().get(0))).contains(new Claim("gpu", 2));
        assertThat(Sharing.claim(job, job.tasks().get(1))).contains(new Claim("db", 1));
        assertThat(Sharing.claim(job, job.tasks().get(2))).contains(new Claim("own", 1));
    }

    @Test
    void whatIsNotOfItsFormCountsAsNotThereAtRunTime() {
        JobSettings job = job("{'priority': 'high', 'tags': {'leat.pool': 'a b'},"
                + " 'tasks': [{'task_key': 'a', 'pool': {'name': 'gpu'}},"
                + " {'task_key': 'b', 'pool': 'gpu', 'pool_slots': 0}]}");

        assertThat(Sharing.priority(job)).isZero();
        assertThat(Sharing.claim(job, job.tasks().get(0))).isEmpty();
        assertThat(Sharing.claim(job, job.tasks().get(1))).contains(new Claim("gpu", 1));
    }

    @Test
    void mistakesInFilesAreTold() {
        assertThat(toldOfTask("pool: gpu\npool_slots: 2")).isEmpty();
        assertThat(toldOfJob("priority: 5\ntags: {leat.priority: -1, leat.pool.p: gpu:2, team: a}"))
                .isEmpty();
        assertThat(toldOfTask("pool: my gpu"))
                .containsExactly(
                        "job.yaml:4:11: my gpu is no name of a pool; write letters, digits, _ and -, at most 100.");
        assertThat(toldOfTask("pool: gpu\npool_slots: 0"))
                .containsExactly("job.yaml:5:17: pool_slots is 0; it must be at least 1 (1 by default).");
        assertThat(toldOfTask("pool_slots: 2"))
                .containsExactly("job.yaml:4:5: pool_slots says how many slots of a pool, and the task names no pool.");
        assertThat(toldOfJob("tags: {leat.priority: high, leat.pool: \"gpu:\"}"))
                .containsExactly(
                        "job.yaml:4:23: leat.priority: high is neither a priority (a whole number) nor a claim (NAME or"
                                + " NAME:SLOTS).",
                        "job.yaml:4:40: leat.pool: gpu: is neither a priority (a whole number) nor a claim (NAME or"
                                + " NAME:SLOTS).");
    }

    private static JobSettings job(String json) {
        return Json.read(json.replace('\'', '"'), JobSettings.class);
    }
}
