package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;

/** A {@code python_wheel_task}: an entry point of a package that the task's libraries install. */
public final class WheelTask implements DataTask {
    @Override
    public void run(TaskContext context) throws InterruptedException {
        ObjectNode body = context.assignment().body();
        ObjectNode content = Json.object();
        for (String field : new String[] {"package_name", "entry_point"}) {
            String given = body.path(field).asText();
            if (given.isBlank()) {
                throw PythonErrors.noField("python_wheel_task", field);
            }

            content.put(field, given);
        }

        content.set("parameters", Parameters.words(body));
        Program.run(context, new PythonOrder("leat.wheel", content));
    }
}
