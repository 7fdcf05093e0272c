package io.leat.lab.simulation;

import io.leat.lab.simulation.Watch.RunRow;

/** What must be so when all has ended. */
final class Verdict {
    private final World world;
    private final Watch watch;
    private final Tables tables;
    private final Storage storage;

    Verdict(World world, Watch watch, Tables tables, Storage storage) {
        this.world = world;
        this.watch = watch;
        this.tables = tables;
        this.storage = storage;
    }

    void pass() {
        for (RunRow run : watch.runs().values()) {
            world.trace.say("%s", run);
        }
    }
}
