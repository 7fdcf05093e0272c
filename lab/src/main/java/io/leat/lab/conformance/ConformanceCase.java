package io.leat.lab.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One case: a job, what its leaves do, what happens from outside, and what must be seen. Times are milliseconds from the
 * first run-now.
 *
 * @param section of the reference that it is about
 * @param job settings as in the Jobs API, with the leaf kind {@code scripted_task}
 * @param script what each task's attempts do, by task key; iterations as {@code key[i]}
 * @param jobs other jobs, by the names that run-job tasks call them
 * @param parameters body of the first run-now
 * @param clockStart the instant of time 0; null where the case needs none
 * @param loose whether the reference is open on all of it
 */
record ConformanceCase(
        String name,
        @Nullable String section,
        ObjectNode job,
        Map<String, List<Outcome>> script,
        Map<String, OtherJob> jobs,
        ObjectNode parameters,
        List<Action> actions,
        @Nullable String clockStart,
        Expectation expect,
        boolean loose) {
    /** What run-job tasks of other jobs call the case's own job. */
    static final String MAIN = "main";

    ConformanceCase {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(job, "job is null");
        Objects.requireNonNull(expect, "expect is null");
        script = script == null ? Map.of() : new LinkedHashMap<>(script);
        jobs = jobs == null ? Map.of() : new LinkedHashMap<>(jobs);
        parameters = parameters == null ? Json.object() : parameters;
        actions = actions == null ? List.of() : List.copyOf(actions);
        if (clockStart != null) {
            Instant.parse(clockStart);
        }
    }

    /** The job that run-job tasks know by a name, {@link #MAIN} included. */
    OtherJob jobNamed(String jobName) {
        return jobName.equals(MAIN) ? new OtherJob(job, script) : Objects.requireNonNull(jobs.get(jobName), jobName);
    }

    /** A job of the case besides its own. */
    record OtherJob(ObjectNode job, Map<String, List<Outcome>> script) {
        OtherJob {
            Objects.requireNonNull(job, "job is null");
            script = script == null ? Map.of() : new LinkedHashMap<>(script);
        }
    }

    /**
     * What one attempt does.
     *
     * @param takesMs from its start to its end, unless it is ended before
     * @param values task values it sets
     */
    record Outcome(
            Result result,
            long takesMs,
            @Nullable ObjectNode values,
            @Nullable String message) {
        /** Of a task without script. */
        static final Outcome DEFAULT = new Outcome(Result.SUCCESS, 100, null, null);

        Outcome {
            Objects.requireNonNull(result, "result is null");
        }
    }

    /** How an attempt ends when nobody ends it before. */
    enum Result {
        SUCCESS,
        /** In user code. */
        FAILED,
        /** Of the infrastructure. */
        INTERNAL_ERROR,
        /** Not by itself. */
        TIMEDOUT
    }

    /**
     * What happens from outside.
     *
     * @param atMs when; null if it waits for {@code when}
     * @param delayMs after {@code when} was first seen
     * @param run by number
     * @param request of a run-now or repair, field by field
     */
    record Action(
            @JsonProperty("do") Kind kind,
            @Nullable Long atMs,
            @Nullable When when,
            long delayMs,
            int run,
            @Nullable String task,
            List<String> tasks,
            @Nullable ObjectNode newSettings,
            ObjectNode request) {
        Action {
            Objects.requireNonNull(kind, "do is missing");
            tasks = tasks == null ? List.of() : List.copyOf(tasks);
            if ((atMs == null) == (when == null)) {
                throw new IllegalArgumentException("an action needs either at_ms or when");
            }
        }
    }

    /** What is done. */
    enum Kind {
        CANCEL_RUN,
        CANCEL_TASK,
        DRIVER_LOST,
        RUN_NOW,
        RESET,
        REPAIR
    }

    /**
     * What an action waits for: a state of a task, or the {@code ended}-th end of a run.
     *
     * @param run by number; null for the action's own
     */
    record When(
            @Nullable String task,
            @Nullable String state,
            @Nullable Integer run,
            @Nullable Integer ended) {
        When {
            boolean ofTask = task != null && state != null && ended == null;
            boolean ofRun = task == null && state == null && ended != null;
            if (!ofTask && !ofRun) {
                throw new IllegalArgumentException("when needs either task and state, or ended");
            }
        }
    }

    /** Whether an action is a request whose answer names a run or a repair. */
    static boolean isRequest(Kind kind) {
        return kind == Kind.RUN_NOW || kind == Kind.REPAIR;
    }

    /** Values as the attempt sets them, with the short forms of the files written out. */
    static Map<String, JsonNode> written(@Nullable ObjectNode values) {
        return values == null ? Map.of() : ShortForms.written(values);
    }
}
