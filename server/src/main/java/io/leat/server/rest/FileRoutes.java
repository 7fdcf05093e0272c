package io.leat.server.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.leat.core.error.ErrorCode;
import io.leat.server.rest.FilesApi.Checked;
import io.leat.server.rest.FilesApi.JobFileText;
import io.leat.server.rest.FilesApi.RunFile;
import io.leat.server.rest.FilesApi.Started;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code run-file} and {@code check-file}. */
final class FileRoutes implements Routes {
    private final FilesApi files;

    FileRoutes(FilesApi files) {
        this.files = files;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/leat/1.0/run-file", this::run, Caller.CLIENT);
        routes.post("/api/leat/1.0/check-file", this::check, Caller.CLIENT);
    }

    private void run(Context ctx) {
        RunRequest request = Bodies.client(ctx, RunRequest.class);
        Started started = files.run(request.toRunFile());
        List<Problem> problems = started.checked().problems();
        if (problems.isEmpty()) {
            ctx.json(new RunAnswer(
                    started.jobId(), started.runId(), started.checked().warnings()));
            return;
        }

        String message = "%s cannot run: %d %s."
                .formatted(request.path(), problems.size(), problems.size() == 1 ? "mistake" : "mistakes");
        ctx.status(400).json(new ErrorBody(ErrorCode.INVALID_PARAMETER_VALUE.name(), message, problems));
    }

    private void check(Context ctx) {
        Checked checked = files.check(Bodies.client(ctx, JobFileText.class));
        ctx.json(checked);
    }

    /** The body of {@code run-file}. */
    record RunRequest(
            String path,
            String text,
            @Nullable Map<String, String> parameters,
            @Nullable String master,
            @Nullable Map<String, String> sparkConf,
            @Nullable String idempotencyToken,
            @Nullable List<String> only) {
        RunRequest {
            Objects.requireNonNull(path, "path is null");
            Objects.requireNonNull(text, "text is null");
        }

        RunFile toRunFile() {
            return new RunFile(
                    new JobFileText(path, text),
                    Objects.requireNonNullElse(parameters, Map.of()),
                    master,
                    Objects.requireNonNullElse(sparkConf, Map.of()),
                    idempotencyToken,
                    Objects.requireNonNullElse(only, List.of()));
        }
    }

    private record RunAnswer(long jobId, long runId, List<Problem> warnings) {}
}
