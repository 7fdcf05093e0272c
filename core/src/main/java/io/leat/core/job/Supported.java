package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.leat.core.error.Nearest;
import io.leat.core.job.Type.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of Databricks' settings this version of Leat carries out. One that it does not is refused by name wherever it
 * would change what the job does; it is never quietly left out.
 */
final class Supported {
    private static final Map<String, Verdict> VERDICTS = verdicts();

    /** Values that ask for nothing that Leat does not do anyway. */
    private static final Map<String, JsonNode> WITHOUT_EFFECT =
            Map.of("ClusterSpec.enable_local_disk_encryption", BooleanNode.FALSE);

    /** What to do in the place of what a Databricks SQL warehouse keeps, which Leat has none of. */
    private static final Map<String, String> INSTEAD = Map.of(
            "SqlTask.query", "write the text of the query to a file and give it as file: {path: …}",
            "SqlTask.dashboard", "let the task write what the dashboard shows to a table",
            "SqlTask.alert", "let a task compute the value, and ask about it with a condition_task");

    private static final Set<String> TRIGGERS =
            Set.of("JobSettings.schedule", "JobSettings.trigger", "JobSettings.continuous");

    /** What becomes of a setting. */
    enum Verdict {
        /** Leat does what it says. */
        CARRIED_OUT("carried out"),
        /** A label or the like: kept, and of no effect by its nature. */
        KEPT("kept"),
        /** Describes machines that a cloud rents out: kept, and of no effect here. */
        HARDWARE("kept, with a warning"),
        /** Asks for messages: kept, and none is sent. */
        UNSENT("kept, with a warning"),
        /** Not carried out by this version, so refused. */
        REFUSED("refused");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    private Supported() {}

    private static Map<String, Verdict> verdicts() {
        Map<String, Verdict> verdicts = new HashMap<>();
        put(
                verdicts,
                Verdict.CARRIED_OUT,
                "JobSettings",
                "name tasks job_clusters environments parameters timeout_seconds max_concurrent_runs queue health priority");
        put(verdicts, Verdict.UNSENT, "JobSettings", "email_notifications webhook_notifications");
        put(
                verdicts,
                Verdict.KEPT,
                "JobSettings",
                "description tags format edit_mode deployment parent_path budget_policy_id usage_policy_id"
                        + " performance_target notification_settings");
        put(
                verdicts,
                Verdict.CARRIED_OUT,
                "Task",
                "task_key depends_on run_if disabled max_retries min_retry_interval_millis retry_on_timeout"
                        + " timeout_seconds health job_cluster_key new_cluster pool pool_slots ingest_task match_task features_task"
                        + " persist_task train_task http_task condition_task for_each_task run_job_task sql_task"
                        + " spark_python_task python_wheel_task notebook_task spark_jar_task libraries environment_key");
        put(verdicts, Verdict.UNSENT, "Task", "email_notifications webhook_notifications");
        put(verdicts, Verdict.KEPT, "Task", "description notification_settings disable_auto_optimization");
        put(verdicts, Verdict.HARDWARE, "Task", "compute");
        put(verdicts, Verdict.CARRIED_OUT, "TaskDependency", "task_key outcome");
        put(verdicts, Verdict.CARRIED_OUT, "ConditionTask", "op left right");
        put(verdicts, Verdict.CARRIED_OUT, "ForEachTask", "inputs concurrency task");
        put(
                verdicts,
                Verdict.CARRIED_OUT,
                "RunJobTask",
                "job_id job_parameters notebook_params jar_params python_params spark_submit_params python_named_params"
                        + " sql_params dbt_commands");
        put(verdicts, Verdict.CARRIED_OUT, "SqlTask", "file parameters");
        put(verdicts, Verdict.KEPT, "SqlTask", "warehouse_id");
        put(verdicts, Verdict.CARRIED_OUT, "SqlTaskFile", "path");
        put(verdicts, Verdict.KEPT, "SqlTaskFile", "source");
        put(verdicts, Verdict.CARRIED_OUT, "SparkPythonTask", "python_file parameters");
        put(verdicts, Verdict.KEPT, "SparkPythonTask", "source");
        put(verdicts, Verdict.CARRIED_OUT, "PythonWheelTask", "package_name entry_point parameters named_parameters");
        put(verdicts, Verdict.CARRIED_OUT, "NotebookTask", "notebook_path base_parameters");
        put(verdicts, Verdict.KEPT, "NotebookTask", "source warehouse_id");
        put(verdicts, Verdict.CARRIED_OUT, "SparkJarTask", "main_class_name parameters jar_uri");
        put(verdicts, Verdict.CARRIED_OUT, "Library", "jar maven pypi requirements whl");
        put(verdicts, Verdict.CARRIED_OUT, "MavenLibrary", "coordinates exclusions repo");
        put(verdicts, Verdict.CARRIED_OUT, "PythonPyPiLibrary", "package repo");
        put(verdicts, Verdict.CARRIED_OUT, "JobEnvironment", "environment_key spec");
        put(verdicts, Verdict.CARRIED_OUT, "Environment", "dependencies java_dependencies");
        put(verdicts, Verdict.KEPT, "Environment", "client environment_version");
        put(verdicts, Verdict.CARRIED_OUT, "QueueSettings", "enabled");
        put(verdicts, Verdict.CARRIED_OUT, "JobsHealthRules", "rules");
        put(verdicts, Verdict.CARRIED_OUT, "JobsHealthRule", "metric op value");
        put(verdicts, Verdict.CARRIED_OUT, "JobParameterDefinition", "name default");
        put(verdicts, Verdict.CARRIED_OUT, "JobCluster", "job_cluster_key new_cluster");
        put(verdicts, Verdict.CARRIED_OUT, "ClusterSpec", "spark_version spark_conf");
        put(verdicts, Verdict.KEPT, "ClusterSpec", "num_workers cluster_name custom_tags");
        put(
                verdicts,
                Verdict.HARDWARE,
                "ClusterSpec",
                "apply_policy_default_values autoscale autotermination_minutes aws_attributes azure_attributes"
                        + " data_security_mode dependency_mode driver_instance_pool_id driver_node_type_flexibility"
                        + " driver_node_type_id enable_elastic_disk gcp_attributes instance_pool_id is_single_node kind"
                        + " node_type_id policy_id remote_disk_throughput runtime_engine"
                        + " total_initial_remote_disk_size use_ml_runtime worker_node_type_flexibility workload_type");
        return verdicts;
    }

    private static void put(Map<String, Verdict> verdicts, Verdict verdict, String type, String fields) {
        for (String field : fields.split(" ")) {
            verdicts.put(type + "." + field, verdict);
        }
    }

    /** What becomes of a field of one of Databricks' types; of what is not listed, it is refused. */
    static Verdict verdict(String type, String field) {
        return VERDICTS.getOrDefault(type + "." + field, Verdict.REFUSED);
    }

    /** What becomes of a field, in words, with the value that is not refused. */
    static String becomes(String type, String field) {
        JsonNode harmless = WITHOUT_EFFECT.get(type + "." + field);
        String but = harmless == null ? "" : ", but for `" + harmless.asText() + "`";
        return verdict(type, field).words + but;
    }

    /** All settings that are not refused, as {@code Type.field}. */
    static Set<String> names() {
        return VERDICTS.keySet();
    }

    /** Complains about every setting of the job that is not carried out. */
    static void check(Place job) {
        check(job, Schema.instance().root());
    }

    private static void check(Place place, Type type) {
        if (type.kind() == Kind.LIST) {
            place.elements().forEach(element -> check(element, type.elementType()));
        } else if (type.kind() == Kind.OBJECT && place.node().isObject()) {
            ObjectType object = Schema.instance().object(type.name());
            place.fields().forEach(field -> checkField(field, object));
        }
    }

    private static void checkField(Place place, ObjectType object) {
        Field field = object.fields().get(place.name());
        if (object.own()) {
            return;
        }

        if (field == null) {
            checkKind(place, object);
            return;
        }

        if (!isKind(object, field.name()) && (place.isEmpty() || hasOnlySilentParts(place, field))) {
            return;
        }

        switch (verdict(object.name(), field.name())) {
            case CARRIED_OUT -> check(place, field.type());
            case KEPT -> {}
            case HARDWARE ->
                place.remark(
                        "%s describes machines of a cloud; it is kept and has no effect here.".formatted(field.name()));
            case UNSENT -> place.remark("%s is kept; this version of Leat sends no messages.".formatted(field.name()));
            case REFUSED -> checkRefused(place, object, field);
        }
    }

    private static boolean isKind(ObjectType object, String field) {
        return object.name().equals("Task") && TaskRules.isBody(field);
    }

    private static void checkKind(Place place, ObjectType object) {
        String name = place.name();
        if (isKind(object, name) && Nearest.to(name, object.fields().keySet()).isEmpty()) {
            place.refuse("%s is no kind of task; the kinds this version of Leat runs are %s."
                    .formatted(name, TaskRules.kinds()));
        }
    }

    private static void checkRefused(Place place, ObjectType object, Field field) {
        String name = object.name() + "." + field.name();
        if (place.node().equals(WITHOUT_EFFECT.get(name)) || isSilent(place, name)) {
            return;
        }

        if (isKind(object, field.name())) {
            place.refuse("%s is not carried out by this version of Leat; the kinds of tasks it runs are %s."
                    .formatted(field.name(), TaskRules.kinds()));
        } else if (WITHOUT_EFFECT.containsKey(name)) {
            place.error("%s: %s is not carried out by this version of Leat, only %s is."
                    .formatted(
                            field.name(),
                            place.node().asText(),
                            WITHOUT_EFFECT.get(name).asText()));
        } else {
            String instead = INSTEAD.getOrDefault(name, "without it, the job can be run");
            place.refuse("%s is not carried out by this version of Leat; %s.".formatted(field.name(), instead));
        }
    }

    /** A trigger that is paused starts nothing. */
    private static boolean isSilent(Place place, String name) {
        return TRIGGERS.contains(name) && place.field("pause_status").is("PAUSED");
    }

    /** Whether an object has nothing in it but empty lists, mute switches and values without effect. */
    private static boolean hasOnlySilentParts(Place place, Field field) {
        if (!place.node().isObject() || field.type().kind() != Kind.OBJECT) {
            return false;
        }

        List<Place> loud = place.fields().stream()
                .filter(part -> !part.isEmpty() && !part.name().equals("no_alert_for_skipped_runs"))
                .filter(part ->
                        !part.node().equals(WITHOUT_EFFECT.get(field.type().name() + "." + part.name())))
                .toList();
        return loud.isEmpty();
    }
}
