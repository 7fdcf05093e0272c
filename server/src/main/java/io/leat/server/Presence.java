package io.leat.server;

import io.leat.server.cli.ControlPlaneEntry.Life;
import io.leat.server.config.Settings;
import io.leat.server.engine.Engine;
import io.leat.server.launch.DriverArchive;

/** How long the control plane stays, and what it does while nothing runs. */
final class Presence {
    private static final long LOOK_MILLIS = 500;
    private static final long QUIET_MILLIS = 10_000;

    private final Engine engine;
    private final Settings settings;
    private final Life life;
    private final Departure departure;
    private final DriverArchive archive;
    private long busyAt = System.nanoTime();

    Presence(Engine engine, Settings settings, Life life, Departure departure, DriverArchive archive) {
        this.engine = engine;
        this.settings = settings;
        this.life = life;
        this.departure = departure;
        this.archive = archive;
    }

    /** Returns when it is time to leave. */
    void untilLeaving() {
        departure.listenToSignals(life.keepsDrivers());
        while (!departure.await(LOOK_MILLIS)) {
            look();
        }

        archive.busy();
    }

    private void look() {
        Engine.Activity activity = engine.activity();
        boolean runs = activity.activeRuns() > 0;
        if (runs || activity.watched() || !activity.allIdle()) {
            busyAt = System.nanoTime();
        }

        if (runs) {
            archive.busy();
        } else if (idleMillis() > QUIET_MILLIS && !activity.drivers().isEmpty()) {
            archive.quiet();
        }

        long limit = settings.idle().toMillis();
        if (limit > 0) {
            engine.dismissIdle(limit);
            if (life.idles() && idleMillis() > limit) {
                departure.leave();
            }
        }
    }

    private long idleMillis() {
        return (System.nanoTime() - Math.max(busyAt, engine.lastAsked())) / 1_000_000;
    }
}
