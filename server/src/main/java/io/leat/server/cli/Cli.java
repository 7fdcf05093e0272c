package io.leat.server.cli;

import io.leat.core.error.DiskTrouble;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.core.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The program {@code leat}: reads the command line, runs the command, tells mistakes in a line. */
public final class Cli {
    private static final List<String> NAMES = List.of(
            "run",
            "repair",
            "runs",
            "logs",
            "tables",
            "sql",
            "lineage",
            "checkpoints",
            "models",
            "secrets",
            "export",
            "status",
            "doctor",
            "server",
            "stop",
            "version",
            "warm-up");

    static final int SUCCESS = 0;
    static final int FAILED = 1;
    static final int WRONG = 2;
    static final int CANCELLED = 130;

    private final Console console;
    private final ControlPlaneEntry entry;

    private Cli(Console console, ControlPlaneEntry entry) {
        this.console = console;
        this.entry = entry;
    }

    /** Runs one command and returns the exit status of the process. */
    public static int run(String[] arguments, ControlPlaneEntry entry) {
        return run(arguments, Console.system(), entry);
    }

    static int run(String[] arguments, Console console, ControlPlaneEntry entry) {
        return new Cli(console, entry).execute(arguments);
    }

    private int execute(String[] arguments) {
        LeatCommand options = new LeatCommand();
        CommandLine line = new CommandLine(options);
        commands(new Context(console, options)).forEach((name, command) -> {
            if (isWanted(name, arguments)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.style().colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, given) -> mistaken(e));
        line.setExecutionExceptionHandler((e, where, parsed) -> failed(e, options));
        return line.execute(arguments);
    }

    /**
     * Only the command that is named first is built, since building one costs milliseconds; all are, when none is named
     * or an option comes before it.
     */
    private boolean isWanted(String name, String[] arguments) {
        boolean clear = arguments.length > 0 && NAMES.contains(arguments[0]);
        return !clear || arguments[0].equals(name);
    }

    private Map<String, Supplier<Object>> commands(Context context) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", () -> new RunCommand(context));
        commands.put("repair", () -> new RepairCommand(context));
        commands.put("runs", () -> new RunsCommand(context));
        commands.put("logs", () -> new LogsCommand(context));
        commands.put("tables", () -> new TablesCommand(context));
        commands.put("sql", () -> new SqlCommand(context));
        commands.put("lineage", () -> new LineageCommand(context));
        commands.put("checkpoints", () -> new CheckpointsCommand(context));
        commands.put("models", () -> new ModelsCommand(context));
        commands.put("secrets", () -> new SecretsCommand(context));
        commands.put("pools", () -> new PoolsCommand(context));
        commands.put("export", () -> new ExportCommand(context));
        commands.put("status", () -> new StatusCommand(context));
        commands.put("doctor", () -> new DoctorCommand(context));
        commands.put("server", () -> new ServerCommand(context, entry));
        commands.put("stop", () -> new StopCommand(context));
        commands.put("version", () -> new VersionCommand(context));
        commands.put("warm-up", () -> new WarmUpCommand(console, entry));
        return commands;
    }

    private int mistaken(ParameterException e) {
        CommandLine where = e.getCommandLine();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && where.getParent() == null) {
            String given = unmatched.getUnmatched().get(0);
            List<String> names = List.copyOf(where.getSubcommands().keySet());
            console.err().println("leat: unknown command '" + given + "'" + Nearest.didYouMean(given, names));
        } else {
            console.err().println("leat: " + lowerFirst(e.getMessage()));
            CommandLine.UnmatchedArgumentException.printSuggestions(e, where.getErr());
        }
        console.err().println("Help: " + where.getCommandSpec().qualifiedName() + " --help");
        return WRONG;
    }

    private int failed(Exception e, LeatCommand options) {
        if (e instanceof LeatException mistake) {
            tell(mistake.code(), mistake.getMessage(), options);
            return isMistake(mistake.code()) ? WRONG : FAILED;
        }
        @Nullable String disk = DiskTrouble.of(e);
        if (disk != null) {
            tell(ErrorCode.TEMPORARILY_UNAVAILABLE, disk, options);
            return FAILED;
        }
        Incident incident = Incident.record(e, new Context(console, options).workspace());
        tell(ErrorCode.INTERNAL_ERROR, incident.message(), options);
        return FAILED;
    }

    private void tell(ErrorCode code, String message, LeatCommand options) {
        console.err()
                .println(
                        options.json
                                ? Json.object().put("error_code", code.name()).put("message", message)
                                : "leat: " + message);
    }

    private static boolean isMistake(ErrorCode code) {
        return switch (code) {
            case INVALID_PARAMETER_VALUE,
                    RESOURCE_DOES_NOT_EXIST,
                    RESOURCE_ALREADY_EXISTS,
                    FEATURE_DISABLED,
                    MALFORMED_REQUEST -> true;
            case INVALID_STATE,
                    UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    REQUEST_LIMIT_EXCEEDED,
                    TEMPORARILY_UNAVAILABLE,
                    INTERNAL_ERROR -> false;
        };
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
