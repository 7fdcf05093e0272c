package io.leat.server.cli;

import io.leat.server.config.Installation;
import io.leat.server.config.Settings;
import io.leat.server.config.StoreSettings;
import io.leat.server.config.Workspace;

/** The control plane, for the command that becomes one. */
public interface ControlPlaneEntry {
    /**
     * Runs the control plane of a workspace in this process until it is told to stop or leaves by itself. The caller
     * holds the workspace's lock, unless the store is one that several share: then this one stands by until it is the
     * active one. What is served is told in the workspace's rendezvous file once it is ready, and the file is gone when
     * this returns.
     *
     * @param store where the state is kept
     * @param life when to leave by itself
     * @throws io.leat.core.error.LeatException when it cannot start, saying why and what to do
     */
    void serve(Workspace workspace, Installation installation, Settings settings, StoreSettings store, Life life);

    /**
     * How long a control plane stays.
     *
     * @param port to listen on; 0 for any that is free
     * @param idles whether it leaves after the idle time of the settings
     * @param keepsDrivers whether drivers live on when it is stopped by a signal, for the next one to find
     */
    record Life(int port, boolean idles, boolean keepsDrivers) {}
}
