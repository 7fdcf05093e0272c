package io.leat.jobs.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import io.leat.jobs.lineage.Observer;
import io.leat.jobs.task.DataTask;
import io.leat.jobs.task.TaskContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;

/**
 * {@code sql_task}: runs the statements of a file, one after the other, in the session of the task run, so that later
 * ones see the temporary views and settings of earlier ones. At least once: what statements did before one failed stays,
 * and a task run that is tried again runs all of them again.
 */
public final class Sql implements DataTask {
    private static final int LARGEST_FILE = 16 << 20;

    /** What a Databricks SQL warehouse keeps and Leat does not, and what to do instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "query", "write the query's text to a file and give it as file: {path: …}",
            "dashboard", "let the task write what the dashboard shows to a table",
            "alert", "let the task's SQL compute the value, and ask about it with a condition_task");

    @Override
    public void run(TaskContext context) throws InterruptedException {
        JsonNode body = context.assignment().body();
        checkKinds(body);
        String given = body.path("file").path("path").asText();
        SqlFile file = new SqlFile(given, read(context, context.resolve(given)));
        Map<String, String> parameters = parameters(body.path("parameters"));
        List<Statement> statements = Splitter.split(file);
        if (statements.isEmpty()) {
            throw file.wrong(0, "there is no statement in the file.");
        }

        SqlRun run = new SqlRun(context, statements, parameters);
        Observer.of(context.spark(), write -> tell(context, write), context::log)
                .during(run::run);
    }

    /** A write of a statement, which is seen when Spark has done it. */
    private static void tell(TaskContext context, Lineage write) {
        context.lineage(write);
        Observed seen = write.observed();
        Dataset output = write.output();
        if (seen != null && seen.rows() != null && output.version() != null) {
            context.log("%s version %d: %d rows, %s"
                    .formatted(
                            output.name(),
                            output.version(),
                            seen.rows(),
                            seen.operation().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void checkKinds(JsonNode body) {
        ELSEWHERE.forEach((kind, instead) -> {
            if (body.path(kind).isObject()) {
                throw wrong("sql_task.%s lives in a Databricks SQL warehouse, of which Leat has none; %s."
                        .formatted(kind, instead));
            }
        });
        if (body.path("file").path("path").asText("").isBlank()) {
            throw wrong("sql_task needs file, such as file: {path: report.sql}.");
        }

        if (body.path("file").path("source").asText("").equals("GIT")) {
            throw wrong(
                    "sql_task.file.source: GIT is not carried out by this version of Leat; give a path that can be read"
                            + " without it.");
        }
    }

    private static Map<String, String> parameters(JsonNode given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        return parameters;
    }

    private static String read(TaskContext context, String path) {
        Path at = new Path(path);
        try (InputStream in = at.getFileSystem(
                        ((SparkSession) context.spark()).sessionState().newHadoopConf())
                .open(at)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw wrong("%s has more than %d bytes; a file of SQL may have no more.".formatted(path, LARGEST_FILE));
            }

            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "%s is not a text in UTF-8; save it as such.".formatted(path),
                    e);
        } catch (FileNotFoundException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "There is no file %s; sql_task.file.path is relative to the job file.".formatted(path),
                    e);
        } catch (IOException e) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static LeatException wrong(String message) {
        return new LeatException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }
}
