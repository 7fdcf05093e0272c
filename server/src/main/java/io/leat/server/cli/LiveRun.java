package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.server.config.Workspace;
import java.util.function.Supplier;

/** Shows a run, or a repair of one, until it has ended; then says what came of it. */
final class LiveRun {
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 500;

    private final Context context;
    private final Workspace workspace;
    private final Daemon daemon;
    private final Interrupts interrupts;
    private final boolean quiet;

    LiveRun(Context context, Workspace workspace, Daemon daemon, Interrupts interrupts, boolean quiet) {
        this.context = context;
        this.workspace = workspace;
        this.daemon = daemon;
        this.interrupts = interrupts;
        this.quiet = quiet;
    }

    /** Returns the exit status of the command that wanted the run. */
    int toEnd(RunView run, Timing timing) {
        Supplier<Client> server = () -> daemon.ensure().client(); // it may be another one by then
        EventFeed feed = EventFeed.open(run, server);
        if (!new RunFollower(context, server, feed, interrupts, run, quiet).follow()) {
            context.print("Left run %d; it is being cancelled. Look at it with: %s"
                    .formatted(run.runId(), context.hint(workspace, "runs get " + run.runId())));
            return Cli.CANCELLED;
        }
        tell(run, timing, server);
        return run.exitStatus();
    }

    /** The run as it ended; the control plane may be killed between the last event and this question. */
    private static JsonNode ended(RunView run, Supplier<Client> server) {
        for (int tries = 1; ; tries++) {
            try {
                return RunText.load(server.get(), run.runId());
            } catch (LeatException e) {
                if (e.code() != ErrorCode.TEMPORARILY_UNAVAILABLE || tries == TRIES) {
                    throw e;
                }
                Pause.millis(PAUSE_MILLIS);
            }
        }
    }

    private void tell(RunView run, Timing timing, Supplier<Client> server) {
        if (context.wantsJson()) {
            context.print(ended(run, server));
        } else if (!quiet || run.exitStatus() != Cli.SUCCESS) {
            int columns = context.console().size().columns();
            new Summary(context, workspace, columns).lines(run, timing).forEach(context::print);
        }
    }
}
