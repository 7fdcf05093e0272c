package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code notebook_task}: a notebook of Jupyter, or one in Databricks' source format. Which file its path means is
 * found in Python, where its cells are run. The executed notebook stays, whether it failed or not.
 */
public final class NotebookTask implements DataTask {
    private static final Pattern NAME = Pattern.compile("([^/]+?)(?:\\.(?:ipynb|py|sql))?/*$");

    @Override
    public void run(TaskContext context) throws InterruptedException {
        ObjectNode body = context.assignment().body();
        String given = body.path("notebook_path").asText();
        if (given.isBlank()) {
            throw PythonErrors.noField("notebook_task", "notebook_path");
        }

        Path executed = context.artifacts().resolve(name(given) + ".ipynb");
        ObjectNode content = Json.object().put("notebook", path(context, given)).put("output", executed.toString());
        content.put("scratch", context.scratch().toString());
        content.set("parameters", body.path("base_parameters"));
        context.assignment().secrets().forEach(content.putArray("secrets")::add);
        try {
            PythonRunner.run(context, new PythonOrder("leat.notebook", content), line -> {});
        } finally {
            if (Files.exists(executed)) {
                context.log("The executed notebook is " + executed);
            }
        }
    }

    /** As it was given: relative to the folder of the job file, which is the process's own, unless that is remote. */
    private static String path(TaskContext context, String given) {
        String resolved = context.resolve(given);
        return resolved.contains("://") ? resolved : given;
    }

    private static String name(String path) {
        Matcher name = NAME.matcher(path);
        return name.find() ? name.group(1) : "notebook";
    }
}
