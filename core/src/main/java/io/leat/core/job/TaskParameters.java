package io.leat.core.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.value.Body;
import io.leat.core.value.References;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run gives a task of each kind: the job's parameters go into its named ones and win over those of the same name;
 * what a request gives in the old style is laid over its named ones, or replaces its list.
 */
public final class TaskParameters {
    private static final Map<String, Fields> FIELDS = Map.ofEntries(
            Map.entry("notebook_task", Fields.named("base_parameters", LegacyParameters::notebookParams)),
            Map.entry(
                    "clean_rooms_notebook_task",
                    Fields.named("notebook_base_parameters", LegacyParameters::notebookParams)),
            Map.entry("sql_task", Fields.named("parameters", LegacyParameters::sqlParams)),
            Map.entry("pipeline_task", Fields.named("parameters", legacy -> Map.of())),
            Map.entry(TaskKinds.RUN_JOB, Fields.named("job_parameters", legacy -> Map.of())),
            Map.entry(
                    "python_wheel_task",
                    new Fields(
                            "named_parameters",
                            true,
                            LegacyParameters::pythonNamedParams,
                            "parameters",
                            LegacyParameters::pythonParams)),
            Map.entry("spark_python_task", Fields.list("parameters", LegacyParameters::pythonParams)),
            Map.entry("spark_jar_task", Fields.list("parameters", LegacyParameters::jarParams)),
            Map.entry("spark_submit_task", Fields.list("parameters", LegacyParameters::sparkSubmitParams)),
            Map.entry("dbt_task", Fields.list("commands", LegacyParameters::dbtCommands)));

    private static final Fields NONE = new Fields(null, false, legacy -> Map.of(), null, legacy -> List.of());

    private TaskParameters() {}

    /**
     * Where a kind of task has its parameters.
     *
     * @param named field with parameters by name
     * @param onlyWhereGiven whether a task without that field has no named parameters
     * @param list field with parameters by position
     */
    private record Fields(
            @Nullable String named,
            boolean onlyWhereGiven,
            Function<LegacyParameters, Map<String, String>> overlay,
            @Nullable String list,
            Function<LegacyParameters, List<String>> replacement) {

        static Fields named(String field, Function<LegacyParameters, Map<String, String>> overlay) {
            return new Fields(field, false, overlay, null, legacy -> List.of());
        }

        static Fields list(String field, Function<LegacyParameters, List<String>> replacement) {
            return new Fields(null, false, legacy -> Map.of(), field, replacement);
        }
    }

    /**
     * The task's body with what the run gives it, in which references are still to be replaced; a job's parameter stands
     * there as a reference to it.
     *
     * @param jobParameters names of all that the run has, defined by the job or not
     */
    public static Body given(Task task, Collection<String> jobParameters, LegacyParameters legacy) {
        ObjectNode body = task.body();
        Fields fields = FIELDS.getOrDefault(task.kind(), NONE);
        if (fields.named != null && hasNamed(body, fields)) {
            fillNamed(body, fields, isOldStyle(task, body) ? List.of() : jobParameters, legacy);
        } else if (fields.list != null && !fields.replacement.apply(legacy).isEmpty()) {
            ArrayNode list = body.putArray(fields.list);
            fields.replacement.apply(legacy).forEach(list::add);
        }

        return new Given(body, task);
    }

    /** Whether a run-job task gives what excludes job parameters. */
    private static boolean isOldStyle(Task task, ObjectNode body) {
        return task.kind().equals(TaskKinds.RUN_JOB)
                && !LegacyParameters.of(body).isEmpty();
    }

    private static boolean hasNamed(ObjectNode body, Fields fields) {
        return !fields.onlyWhereGiven || body.path(fields.named).isObject();
    }

    private static void fillNamed(
            ObjectNode body, Fields fields, Collection<String> jobParameters, LegacyParameters legacy) {
        Map<String, String> overlay = fields.overlay.apply(legacy);
        if (overlay.isEmpty() && jobParameters.isEmpty()) {
            return;
        }

        ObjectNode named =
                body.path(fields.named) instanceof ObjectNode present ? present : body.putObject(fields.named);
        overlay.forEach(named::put);
        jobParameters.forEach(name -> named.put(name, References.toParameter(name)));
    }

    /** A body of its own with the SQL of its task. */
    private record Given(ObjectNode content, Task task) implements Body {
        @Override
        public ObjectNode body() {
            return content.deepCopy();
        }

        @Override
        public boolean isSql(String path) {
            return task.isSql(path);
        }
    }
}
