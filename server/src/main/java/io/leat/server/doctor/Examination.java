package io.leat.server.doctor;

import io.leat.server.auth.SecretKeyFile;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;
import io.leat.server.launch.DriverTraces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which checks there are.
 *
 * @param checks in the order in which they look
 */
public record Examination(List<Check> checks) {
    public Examination {
        checks = List.copyOf(checks);
    }

    /**
     * Of all that needs no driver.
     *
     * @param answers whether a control plane of the workspace answers
     * @param environment of the user
     */
    public static Examination of(Workspace workspace, boolean answers, Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        StoreSettings store = StoreSettings.read(environment);
        StateFile state = new StateFile(workspace, store);
        DriverTraces traces = new DriverTraces(workspace);
        List<Check> databases = store.isShared()
                ? List.of(new SharedStoreCheck(store))
                : List.of(IntegrityCheck.ofState(state), IntegrityCheck.ofLineage(workspace));
        List<Check> checks = new ArrayList<>(List.of(
                new FolderCheck(workspace),
                new PrivateFilesCheck(workspace, traces),
                new SecretKeyCheck(SecretKeyFile.ofUser(environment, home).path(), state),
                new ControlCheck(workspace, answers),
                SpaceCheck.of(workspace, environment)));
        checks.addAll(databases);
        checks.addAll(List.of(
                new RunsCheck(state, answers),
                new PositionsCheck(state),
                new DriverRowsCheck(state, answers),
                new OrphansCheck(state, traces),
                new DriverFilesCheck(state, traces, answers),
                new SparkFoldersCheck(traces),
                new DraftsCheck(workspace, state),
                ArchivesCheck.of(environment)));
        return new Examination(checks);
    }

    /**
     * Of the tables alone, whose logs are read by drivers.
     *
     * @param answers whether a control plane of the workspace answers
     * @param wanted whether the user wants it; null when not said
     * @param environment of the user
     * @param logs may start a control plane; asked for only when there is something to compare
     */
    public static Examination ofTables(
            Workspace workspace,
            boolean answers,
            @Nullable Boolean wanted,
            Map<String, String> environment,
            Supplier<TableLogs> logs) {
        StateFile state = new StateFile(workspace, StoreSettings.read(environment));
        return new Examination(List.of(new TablesCheck(state, answers, wanted, logs)));
    }
}
