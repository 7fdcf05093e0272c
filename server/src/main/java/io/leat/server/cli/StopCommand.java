package io.leat.server.cli;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat stop}. */
@Command(name = "stop", description = "Stop the workspace's control plane and its drivers.")
final class StopCommand implements Runnable {
    private final Context context;

    @Option(
            names = "--force",
            description = "Even when runs are active; they are taken up again by the next control plane.")
    boolean force;

    StopCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Optional<Daemon.Found> found = new Daemon(context.console(), context.workspace()).find();
        if (found.isPresent()) {
            Client client = found.get().client();
            client.post(Client.LEAT + "stop", Json.object().put("force", force));
            long pid = client.server().pid();
            if (!DaemonStart.awaitEnd(pid)) {
                throw new LeatException(
                        ErrorCode.TEMPORARILY_UNAVAILABLE,
                        "The control plane (process %d) was told to stop and still runs; look at %s."
                                .formatted(pid, context.workspace().controlLog()));
            }
        }
        if (context.wantsJson()) {
            context.print(Json.object().put("stopped", found.isPresent()));
        } else {
            context.print(
                    found.isPresent()
                            ? "Stopped the control plane of "
                                    + context.workspace().root()
                            : "No control plane runs for " + context.workspace().root());
        }
    }
}
