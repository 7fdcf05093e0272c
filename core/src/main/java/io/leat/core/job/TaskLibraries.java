package io.leat.core.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.leat.core.cluster.Libraries;
import io.leat.core.cluster.Libraries.Maven;
import io.leat.core.cluster.Libraries.PyPi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a task's program needs: the libraries of the task, and those of the environment it names. */
public final class TaskLibraries {
    private TaskLibraries() {}

    public static Libraries of(JobSettings job, Task task) {
        JsonNode libraries = task.more().getOrDefault("libraries", MissingNode.getInstance());
        JsonNode environment = environment(job, task);
        List<String> jars = new ArrayList<>(texts(libraries, "jar"));
        environment.path("java_dependencies").forEach(path -> jars.add(path.asText()));
        return new Libraries(
                objects(libraries, "pypi").stream()
                        .map(pypi -> new PyPi(pypi.path("package").asText(), text(pypi, "repo")))
                        .toList(),
                texts(libraries, "requirements"),
                texts(libraries, "whl"),
                jars,
                objects(libraries, "maven").stream().map(TaskLibraries::maven).toList(),
                list(environment.path("dependencies")));
    }

    private static JsonNode environment(JobSettings job, Task task) {
        JsonNode key = task.more().getOrDefault("environment_key", MissingNode.getInstance());
        JsonNode environments = job.more().getOrDefault("environments", MissingNode.getInstance());
        return StreamSupport.stream(environments.spliterator(), false)
                .filter(environment -> key.isTextual()
                        && environment.path("environment_key").asText().equals(key.textValue()))
                .map(environment -> environment.path("spec"))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static Maven maven(JsonNode maven) {
        return new Maven(maven.path("coordinates").asText(), text(maven, "repo"), list(maven.path("exclusions")));
    }

    private static List<JsonNode> objects(JsonNode libraries, String kind) {
        return StreamSupport.stream(libraries.spliterator(), false)
                .map(library -> library.path(kind))
                .filter(JsonNode::isObject)
                .toList();
    }

    private static List<String> texts(JsonNode libraries, String kind) {
        return StreamSupport.stream(libraries.spliterator(), false)
                .map(library -> library.path(kind))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    private static List<String> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.path(field).isTextual() ? object.path(field).textValue() : null;
    }
}
