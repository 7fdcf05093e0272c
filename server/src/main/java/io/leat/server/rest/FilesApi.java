package io.leat.server.rest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Job files: checking one, and running one. */
public interface FilesApi {
    /** Saves the file's job as a new version when it has no problems, and starts a run of it, durably. */
    Started run(RunFile file);

    Checked check(JobFileText file);

    /**
     * A job file as its client read it.
     *
     * @param path absolute; paths inside the file are relative to its folder
     */
    record JobFileText(String path, String text) {
        public JobFileText {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(text, "text is null");
        }
    }

    /**
     * A job file to run.
     *
     * @param parameters that override the job's defaults
     * @param master Spark's master for this run; null for the workspace's own
     * @param sparkConf Spark settings for this run
     * @param idempotencyToken a request with the token of an earlier one is answered with that one's run
     * @param only tasks to run, each a key, {@code +key} with all above it, {@code key+} with all below; empty for all
     */
    record RunFile(
            JobFileText file,
            Map<String, String> parameters,
            @Nullable String master,
            Map<String, String> sparkConf,
            @Nullable String idempotencyToken,
            List<String> only) {
        public RunFile {
            parameters = Map.copyOf(parameters);
            sparkConf = Map.copyOf(sparkConf);
            only = List.copyOf(only);
        }

        public RunFile(
                JobFileText file,
                Map<String, String> parameters,
                @Nullable String master,
                Map<String, String> sparkConf) {
            this(file, parameters, master, sparkConf, null, List.of());
        }
    }

    /** What a check found; the file can run when there are no problems. */
    record Checked(List<Problem> problems, List<Problem> warnings) {
        public Checked {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /** A run that was started, or, when there are problems, none: then both ids are 0. */
    record Started(long jobId, long runId, Checked checked) {
        public static Started refused(Checked checked) {
            return new Started(0, 0, checked);
        }
    }
}
