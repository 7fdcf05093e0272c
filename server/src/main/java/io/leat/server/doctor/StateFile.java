package io.leat.server.doctor;

import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.store.StoreLook;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The state of a workspace, opened anew for every question, since it may change between two. */
final class StateFile {
    private final Path file;
    private final StoreSettings settings;

    /** @param settings say whether it is a file at all */
    StateFile(Workspace workspace, StoreSettings settings) {
        this.file = workspace.database();
        this.settings = settings;
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return settings.isShared() || Files.exists(file);
    }

    /** The answer; {@code without} when there is no state yet. */
    <T> T ask(T without, Function<Survey, T> question) throws BrokenStore {
        if (!exists()) {
            return without;
        }

        if (settings.isShared()) {
            try (StoreLook look = StoreLook.shared(settings)) {
                return look.sharedSchema() == 0 ? without : look.ask(question);
            }
        }

        try (StoreLook look = StoreLook.state(file)) {
            return look.ask(question);
        }
    }
}
