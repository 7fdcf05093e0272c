package io.leat.server;

import io.leat.server.cli.ControlPlaneEntry.Life;
import io.leat.server.config.Settings;
import io.leat.server.config.Workspace;
import io.leat.server.store.Tenure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a control plane waits to become the active one of several, and that it ends at once when it is no more. */
final class Standby implements Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

    private final Workspace workspace;
    private final long patience;
    private final long since = System.nanoTime();
    private String told = "";

    Standby(Workspace workspace, Settings settings, Life life) {
        this.workspace = workspace;
        this.patience = life.idles() ? settings.idle().toNanos() : 0;
    }

    /** One that a client started leaves after the idle time, as it would if it were active and had nothing to do. */
    @Override
    public boolean standsBy(String why) {
        if (!why.equals(told)) {
            LOG.info("standing by for {}: {}", workspace.root(), why);
            told = why;
        }

        return patience == 0 || System.nanoTime() - since < patience;
    }

    /** Without any clean-up: drivers, the rendezvous file and all else are the other one's by now. */
    @Override
    public void lost(String why) {
        Runtime.getRuntime().halt(LOST);
    }
}
