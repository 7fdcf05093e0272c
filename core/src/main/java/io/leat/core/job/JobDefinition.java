package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A job as a program's request defines it, or everything that is wrong with it. More is taken than from a file: what this
 * version does not carry out is stored all the same, and fields that nobody knows are kept.
 */
public final class JobDefinition {
    private static final int LONGEST_KEY = 100;

    /** Fields of a one-time run of a single task that belong to the task. */
    private static final List<String> OF_TASK =
            List.of("new_cluster", "existing_cluster_id", "environment_key", "libraries");

    private final ObjectNode json;
    private final List<Problem> problems;

    private JobDefinition(ObjectNode json, List<Problem> problems) {
        this.json = json;
        this.problems = List.copyOf(problems);
    }

    /** Of the body of {@code jobs/create}, or of {@code new_settings} elsewhere. */
    public static JobDefinition ofApi(JsonNode settings) {
        return read(settings, Reading.API);
    }

    /** Of the body of {@code jobs/runs/submit}: several tasks, or a single one in the old form. */
    public static JobDefinition ofSubmit(JsonNode request) {
        if (!(request instanceof ObjectNode object)) {
            return read(request, Reading.API);
        }

        ObjectNode settings = object.deepCopy();
        settings.remove("idempotency_token");
        JsonNode name = settings.remove("run_name");
        if (name != null && !name.isNull()) {
            settings.set("name", name);
        }

        if (settings.path("tasks").isEmpty() && kindIn(settings)) {
            moveIntoTask(settings);
            return read(settings, Reading.SINGLE_TASK);
        }

        return read(settings, Reading.API);
    }

    private static boolean kindIn(ObjectNode settings) {
        return settings.properties().stream().anyMatch(entry -> TaskRules.isBody(entry.getKey()));
    }

    /** The task's key is the run's name, under which clients look for it. */
    private static void moveIntoTask(ObjectNode settings) {
        String name = settings.path("name").asText(JobSettings.UNTITLED);
        ObjectNode task = Json.object().put("task_key", name.substring(0, Math.min(name.length(), LONGEST_KEY)));
        List<String> fields =
                settings.properties().stream().map(entry -> entry.getKey()).toList();
        for (String field : fields) {
            if (TaskRules.isBody(field) || OF_TASK.contains(field)) {
                task.set(field, settings.remove(field));
            }
        }

        settings.putArray("tasks").add(task);
    }

    private static JobDefinition read(JsonNode settings, Reading reading) {
        Problems problems = new Problems();
        if (!(settings instanceof ObjectNode given)) {
            problems.error(Position.START, "", "A job's settings are an object; this is not one.");
            return new JobDefinition(Json.object(), problems.errors());
        }

        ObjectNode json = new ApiBinder(problems).bind(given);
        json.remove("access_control_list"); // said here by some clients, and no part of what a job is
        if (problems.errors().isEmpty()) {
            JobRules.check(new Place(json, "", new Positions(), problems), reading);
        }

        return new JobDefinition(json, problems.errors());
    }

    /** Whether there is a job; then {@link #problems()} is empty. */
    public boolean isValid() {
        return problems.isEmpty();
    }

    /** What is wrong, each with the path of its field; lines and columns are of no meaning here. */
    public List<Problem> problems() {
        return problems;
    }

    /** The settings with all fields of the request, each of its type where it is known. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * The job.
     *
     * @throws LeatException when there are problems; it names them all
     */
    public JobSettings settings() {
        return Json.convert(valid(), JobSettings.class);
    }

    /**
     * The settings with all fields of the request.
     *
     * @throws LeatException when there are problems; it names them all
     */
    public ObjectNode valid() {
        if (!isValid()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    problems.stream().map(JobDefinition::describe).collect(Collectors.joining("\n")));
        }

        return json.deepCopy();
    }

    private static String describe(Problem problem) {
        return problem.path().isEmpty() ? problem.message() : problem.path() + ": " + problem.message();
    }
}
