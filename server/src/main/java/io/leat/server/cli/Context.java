package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Workspace;
import java.nio.file.Path;

/** What a command works with: the console, the common options, the workspace and its control plane. */
final class Context {
    private final Console console;
    private final LeatCommand options;

    Context(Console console, LeatCommand options) {
        this.console = console;
        this.options = options;
    }

    Console console() {
        return console;
    }

    boolean wantsJson() {
        return options.json;
    }

    /** The workspace of the folder the command was given in. */
    Workspace workspace() {
        return workspace(console.folder());
    }

    /** The workspace of whatever lies in a folder. */
    Workspace workspace(Path folder) {
        return Workspace.of(chosen(), folder);
    }

    /** The control plane of the workspace here; started if it does not run. */
    Client client() {
        Workspace workspace = workspace();
        if (!workspace.exists()) {
            throw new LeatException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "There is no workspace %s yet; '%s run JOB.yaml' makes one. If yours is elsewhere, go there, give --workspace FOLDER, or set LEAT_HOME."
                            .formatted(workspace.root(), console.command()));
        }
        return new Daemon(console, workspace).ensure().client();
    }

    /** A hint that works when typed here: a command of Leat's, with the workspace if it is not the one of this folder. */
    String hint(Workspace workspace, String arguments) {
        boolean same = Workspace.of(chosenByEnvironment(), console.folder()).equals(workspace);
        return console.command() + " " + arguments + (same ? "" : " --workspace " + quoted(workspace.root()));
    }

    void print(JsonNode node) {
        console.out().println(node);
    }

    void print(TextTable table) {
        table.lines(console.style(), console.size().columns()).forEach(console.out()::println);
    }

    void print(String line) {
        console.out().println(line);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private String chosen() {
        return options.workspace == null
                ? chosenByEnvironment()
                : console.folder().resolve(options.workspace).toString();
    }

    private String chosenByEnvironment() {
        return console.environment().getOrDefault("LEAT_HOME", "");
    }
}
