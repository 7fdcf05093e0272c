package io.leat.core.job;

import io.leat.core.value.Scope;
import java.util.List;

/** What must hold for one task beyond the types of single fields. */
final class TaskRules {
    private final JobScope job;
    private final Scope scope;

    private TaskRules(JobScope job, Scope scope) {
        this.job = job;
        this.scope = scope;
    }

    static void check(Place task, JobScope job) {
        String key = task.field("task_key").text();
        new TaskRules(job, job.of(key)).check(task);
        nested(task).forEach(nested -> new TaskRules(job, job.iterated(key)).checkNested(nested));
    }

    private static List<Place> nested(Place task) {
        Place nested = task.field(TaskKinds.FOR_EACH).field("task");
        return nested.node().isObject() ? List.of(nested) : List.of();
    }

    private void check(Place task) {
        checkBodies(task);
        Bounds.atLeast(task.field("max_retries"), -1, "-1 for no limit");
        Bounds.atLeast(task.field("min_retry_interval_millis"), 0, "0 for none");
        Bounds.atLeast(task.field("timeout_seconds"), 0, "0 for no limit");
        JobRules.checkHealth(task.field("health"), job.reading());
        SharingRules.checkTask(task);
        ClusterRules.check(task, job.clusters(), job.reading());
        ProgramRules.checkEnvironment(task, job);
        ProgramRules.checkLibraries(task, job.reading());
    }

    private void checkNested(Place task) {
        check(task);
        Place key = task.field("task_key");
        if (key.node().isTextual() && !DagRules.isKey(key.text())) {
            key.error(DagRules.badKey(key));
        }

        if (task.field(TaskKinds.FOR_EACH).isGiven()) {
            task.field(TaskKinds.FOR_EACH)
                    .refuse("A for-each task cannot hold another; let it run a job that has one with run_job_task.");
        }

        if (!task.field("depends_on").isEmpty()) {
            task.field("depends_on")
                    .refuse("The nested task of a for-each task depends on nothing by itself; give the dependency to"
                            + " the for-each task.");
        }
    }

    private void checkBodies(Place task) {
        if (!task.node().isObject()) {
            return;
        }

        List<Place> bodies = task.fields().stream()
                .filter(field -> isBody(field.name()) && field.isGiven())
                .toList();
        if (bodies.isEmpty()) {
            task.error("%s says nothing to do; give it one of %s.".formatted(title(task), kinds()));
        }

        for (Place second : bodies.subList(Math.min(1, bodies.size()), bodies.size())) {
            second.refuse("%s has both %s and %s; a task does one thing."
                    .formatted(title(task), bodies.get(0).name(), second.name()));
        }

        bodies.forEach(this::checkBody);
    }

    private void checkBody(Place body) {
        ReferenceRules references = new ReferenceRules(scope, job.reading());
        if (TaskKinds.names().contains(body.name())) {
            new FieldRules(references).check(body);
            DataRules.check(body);
        } else if (TaskKinds.isProgram(body.name())) {
            references.checkAll(body);
            ProgramRules.check(body, job.reading());
        } else if (TaskKinds.all().contains(body.name())) {
            ControlRules.check(body, references);
        } else {
            references.checkAll(body);
        }
    }

    /** Whether a field of a task says what the task does. */
    static boolean isBody(String field) {
        return field.endsWith(TaskKinds.SUFFIX);
    }

    static String kinds() {
        return String.join(", ", TaskKinds.all());
    }

    private static String title(Place task) {
        String key = task.field("task_key").text();
        return key.isEmpty() ? task.name() : "task " + key;
    }
}
