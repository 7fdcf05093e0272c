package io.leat.lab.simulation;

/** What can go wrong in a world, and how often per occasion in an average one. */
enum Fault {
    /** The control plane is killed between two things it does. */
    KILLED(0.002),
    KILLED_BEFORE_COMMIT(0.004),
    KILLED_AFTER_COMMIT(0.006),
    /** The control plane is told to leave, and started again. */
    RESTARTED(0.001),
    /** Another control plane takes over, while the former one lives on and does not know it. */
    SUPPLANTED(0.002),
    /** A transaction that writes cannot begin, as when it is not to be had who may write. */
    BEGIN_FAILS(0.004),
    STATEMENT_FAILS(0.001),
    COMMIT_FAILS(0.006),
    COMMIT_SLOW(0.004),
    CLOCK_JUMPS(0.003),
    REQUEST_LOST(0.02),
    REQUEST_REPEATED(0.03),
    REQUEST_LATE(0.02),
    ANSWER_LOST(0.03),
    LAUNCH_FAILS(0.05),
    LAUNCH_SLOW(0.05),
    /** A driver's process is killed. */
    DRIVER_DIES(0.03),
    /** A driver's process is stopped for a while, or for ever. */
    DRIVER_STOPS(0.02),
    /** A task never ends by itself. */
    TASK_HANGS(0.03),
    /** A task does not end when it is told to. */
    TASK_DEAF(0.1);

    private final double rate;

    Fault(double rate) {
        this.rate = rate;
    }

    double rate() {
        return rate;
    }
}
