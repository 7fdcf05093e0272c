package io.leat.jobs.jar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.cluster.Libraries;
import io.leat.core.json.Json;
import io.leat.jobs.testing.ProgramJars;
import io.leat.jobs.testing.RecordingContext;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Programs of one class each, in a workspace. */
final class Programs {
    private static final String SOURCE = """
            package %s;
            import java.util.*;
            import org.apache.spark.api.java.*;
            import org.apache.spark.sql.*;
            import org.apache.spark.sql.types.*;
            public class %s {
            %s
            }
            """;

    final TestWorkspace workspace;
    final ProgramJars jars;

    Programs(Path root) {
        this.workspace = new TestWorkspace(root);
        this.jars = new ProgramJars(root);
    }

    /** A class with these members. */
    static String source(String name, String members) {
        int dot = name.lastIndexOf('.');
        return SOURCE.formatted(name.substring(0, dot), name.substring(dot + 1), members);
    }

    /** A class whose main does this, from line 7 on. */
    static String main(String name, String statements) {
        return source(name, "public static void main(String[] args) throws Exception { " + statements + "\n}");
    }

    /** Runs a program whose main does this. */
    RecordingContext run(String name, String statements) throws InterruptedException {
        RecordingContext context = given(name, statements);
        new JarTask().run(context);
        return context;
    }

    RecordingContext given(String name, String statements) {
        return task(name, List.of(), jars.jar("app.jar", main(name, statements)));
    }

    /** What a task sees that runs this class. */
    RecordingContext task(String main, List<String> parameters, Path... archives) {
        List<String> names = Arrays.stream(archives).map(Path::toString).toList();
        workspace.give(new Libraries(List.of(), List.of(), List.of(), names, List.of(), List.of()));
        ObjectNode body = Json.object().put("main_class_name", main);
        body.set("parameters", Json.mapper().valueToTree(parameters));
        return workspace.context("spark_jar_task", body, Map.of());
    }
}
