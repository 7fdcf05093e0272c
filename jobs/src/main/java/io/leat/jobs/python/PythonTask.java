package io.leat.jobs.python;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.Nearest;
import io.leat.core.json.Json;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A {@code spark_python_task}: a Python file. */
public final class PythonTask implements DataTask {
    @Override
    public void run(TaskContext context) throws InterruptedException {
        ObjectNode body = context.assignment().body();
        String given = body.path("python_file").asText();
        if (given.isBlank()) {
            throw PythonErrors.noField("spark_python_task", "python_file");
        }

        ObjectNode content = Json.object().put("file", file(context, given).toString());
        content.set("parameters", Parameters.words(body));
        Program.run(context, new PythonOrder("leat.script", content));
    }

    private static Path file(TaskContext context, String given) {
        String resolved = context.resolve(given);
        if (resolved.contains(":/") && !resolved.startsWith("file:")) {
            return fetched(context, resolved);
        }

        Path path = Path.of(resolved.startsWith("file:") ? resolved.replaceFirst("^file:/*", "/") : resolved);
        if (!Files.isRegularFile(path)) {
            throw PythonErrors.noFile(given, nearest(path));
        }

        return path.toAbsolutePath();
    }

    private static String nearest(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        Path name = path.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "";
        }

        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".py"))
                    .toList();
            return Nearest.didYouMean(name.toString(), names);
        } catch (IOException e) {
            return "";
        }
    }

    /** A copy of a file that lies where only Spark can read. */
    private static Path fetched(TaskContext context, String address) {
        try {
            var remote = new org.apache.hadoop.fs.Path(address);
            Path copy = context.scratch().resolve(remote.getName());
            var settings = context.spark().sessionState().newHadoopConf();
            remote.getFileSystem(settings).copyToLocalFile(false, remote, local(copy), true);
            return copy;
        } catch (IOException e) {
            throw PythonErrors.unreadable("python_file", address, e);
        }
    }

    private static org.apache.hadoop.fs.Path local(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
