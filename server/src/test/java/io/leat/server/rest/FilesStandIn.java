package io.leat.server.rest;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Finds a problem in a file that says "bad". */
final class FilesStandIn implements FilesApi {
    final AtomicReference<@Nullable RunFile> ran = new AtomicReference<>();

    @Override
    public Started run(RunFile file) {
        ran.set(file);
        Checked checked = check(file.file());
        return checked.problems().isEmpty() ? new Started(101, 5001, checked) : Started.refused(checked);
    }

    @Override
    public Checked check(JobFileText file) {
        return file.text().contains("bad")
                ? new Checked(List.of(new Problem(3, 5, "tasks[0].ingest_tusk", "unknown")), List.of())
                : new Checked(List.of(), List.of());
    }
}
