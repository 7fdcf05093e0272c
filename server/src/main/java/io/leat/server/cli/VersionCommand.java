package io.leat.server.cli;

import io.leat.core.json.Json;
import io.leat.server.config.Installation;
import io.leat.server.launch.SparkRuntime;
import picocli.CommandLine.Command;

/** {@code leat version}. */
@Command(name = "version", description = "Show the version of Leat, Java and the Spark runtime.")
final class VersionCommand implements Runnable {
    private final Context context;

    VersionCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        String java = System.getProperty("java.version");
        if (context.wantsJson()) {
            context.print(Json.object()
                    .put("version", Installation.VERSION)
                    .put("java", java)
                    .put("runtime", SparkRuntime.DEFAULT)
                    .put("home", Installation.current().home().toString()));
            return;
        }
        context.print("leat %s (Java %s, Spark %s) in %s"
                .formatted(
                        Installation.VERSION,
                        java,
                        SparkRuntime.DEFAULT,
                        Installation.current().home()));
    }
}
