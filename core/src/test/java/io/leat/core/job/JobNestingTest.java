package io.leat.core.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobNestingTest {
    private static final String RUNS = "{\"task_key\": \"r\", \"run_job_task\": {\"job_id\": %d}}";
    private static final String LOOPS =
            "{\"task_key\": \"l\", \"for_each_task\": {\"inputs\": \"[1]\", \"task\": %s}}".formatted(RUNS);

    private final Map<Long, JobSettings> saved = new HashMap<>();

    private static JobSettings job(String task, long runs) {
        return Json.parse("{\"tasks\": [%s]}".formatted(task.formatted(runs)), JobSettings.class);
    }

    private void check(long jobId) {
        JobNesting.check(jobId, saved.get(jobId), id -> Optional.ofNullable(saved.get(id)));
    }

    @Test
    void threeJobsDeepIsFineAndFourIsNot() {
        saved.put(1L, job(RUNS, 2));
        saved.put(2L, job(LOOPS, 3));
        assertThatCode(() -> check(1)).doesNotThrowAnyException();

        saved.put(3L, job(RUNS, 4));
        assertThatThrownBy(() -> check(1))
                .isInstanceOf(LeatException.class)
                .hasMessage("Jobs run jobs more than 3 deep: 1 -> 2 -> 3 -> 4. Put the tasks of one into another.");
    }

    @Test
    void noJobRunsItself() {
        saved.put(1L, job(RUNS, 2));
        saved.put(2L, job(LOOPS, 1));

        assertThatThrownBy(() -> check(1))
                .isInstanceOf(LeatException.class)
                .hasMessage("Jobs run each other in a circle: 1 -> 2 -> 1. Take one run_job_task out of it.");
    }
}
