package io.leat.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole, with the options that every command takes. */
@Command(
        name = "leat",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Runs ingest-to-train pipelines on Apache Spark.", ""},
        footer = {
            "",
            "Start with:  leat run examples/clicks-orders/job.yaml",
            "Help on one command:  leat COMMAND --help",
            "",
            "Exit status: 0 success; 1 the run or the command failed; 2 the job file or the command line is wrong;",
            "130 cancelled. Environment: LEAT_HOME (the workspace), NO_COLOR, LEAT_MASTER, LEAT_DRIVER_MEMORY,",
            "LEAT_MEMORY_BUDGET, LEAT_IDLE_MINUTES, LEAT_WAREHOUSE, LEAT_SPARK_UI, "
                    + "LEAT_SILENCE_SECONDS, SPARK_HOME."
        })
final class LeatCommand implements Runnable {
    @Option(
            names = "--workspace",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "Where state, tables, models and logs are; by default $LEAT_HOME, or .leat in the project.")
    @Nullable
    String workspace;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON, for programs.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "A command is missing.");
        }
    }
}
