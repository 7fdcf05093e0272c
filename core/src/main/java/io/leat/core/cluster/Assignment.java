package io.leat.core.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.batch.Batch;
import io.leat.core.batch.CodeHash;
import io.leat.core.batch.Commit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One task run given to one driver.
 *
 * @param fence grows with every assignment in the workspace; what an older holder reports is refused
 * @param kind field name of the task's body, such as {@code ingest_task}
 * @param body the task's body; references are resolved, those in SQL stand as {@code :name} for {@code arguments}
 * @param arguments values for the named parameters in the body's SQL, bound by Spark, never pasted
 * @param baseDir against which relative paths of the body are resolved; the job file's folder
 * @param sparkConf session settings of this task
 * @param libraries what a program needs besides what the driver has
 * @param secrets values that must not appear in anything the driver reports
 * @param settle batches whose end is not known and which this task run must settle in their tables first
 * @param batches already minted for this task by an earlier attempt; the attempt writes these
 * @param replaced batches of earlier executions of the run, without their files, whose place this attempt's take
 * @param lastCommits the newest commit of this task known for each table it writes
 */
public record Assignment(
        long taskRunId,
        long runId,
        long jobId,
        String jobName,
        String taskKey,
        int attemptNumber,
        long fence,
        String kind,
        ObjectNode body,
        Map<String, String> arguments,
        String baseDir,
        Map<String, String> sparkConf,
        Libraries libraries,
        List<String> secrets,
        List<Batch> settle,
        List<Batch> batches,
        List<Batch> replaced,
        List<Commit> lastCommits) {
    public Assignment {
        arguments = Map.copyOf(arguments);
        sparkConf = Map.copyOf(sparkConf);
        libraries = Objects.requireNonNullElse(libraries, Libraries.NONE); // of a control plane that knew none
        secrets = List.copyOf(secrets);
        settle = List.copyOf(settle);
        batches = List.copyOf(batches);
        replaced = List.copyOf(replaced);
        lastCommits = List.copyOf(lastCommits);
    }

    /** Of what the task is told to do; batches of other code are not its own. */
    public String codeHash() {
        return CodeHash.of(kind, body, arguments);
    }
}
