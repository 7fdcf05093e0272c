package io.leat.server.doctor;

import io.leat.server.config.Workspace;
import io.leat.server.store.StoreLook.BrokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Models are saved in {@code models/<name>/_<batch>-<task run>} and renamed; what keeps such a name was never finished. */
final class DraftsCheck implements Check {
    private static final String NAME = "files.models";
    private static final Pattern DRAFT = Pattern.compile("_.+-(\\d{1,18})");
    private static final int DEPTH = 2;

    private final Path models;
    private final StateFile state;

    DraftsCheck(Workspace workspace, StateFile state) {
        this.models = workspace.models();
        this.state = state;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws IOException, BrokenStore {
        List<Path> abandoned = new ArrayList<>();
        for (Path folder : folders()) {
            Matcher draft = DRAFT.matcher(String.valueOf(folder.getFileName()));
            if (draft.matches()) {
                long taskRunId = Long.parseLong(draft.group(1));
                if (!state.ask(false, survey -> survey.isActive(taskRunId))) {
                    abandoned.add(folder);
                }
            }
        }
        Leftovers leftovers = Leftovers.of(abandoned);
        return List.of(
                leftovers.isEmpty()
                        ? Finding.ok(NAME, "no unfinished models")
                        : Finding.note(
                                        NAME,
                                        "%d model(s) were never saved to the end, such as %s: %s."
                                                .formatted(abandoned.size(), abandoned.get(0), leftovers.size()),
                                        "They may be deleted; no run and no model of the registry needs them.")
                                .mendedBy(leftovers::delete));
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(models)) {
            return List.of();
        }

        try (Stream<Path> all = Files.walk(models, DEPTH)) {
            return all.filter(path -> models.relativize(path).getNameCount() == DEPTH)
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }
}
