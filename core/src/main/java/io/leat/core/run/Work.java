package io.leat.core.run;

/** Who does a task's work. */
public enum Work {
    /** Code in a driver. */
    LEAF,
    /** The control plane compares two values. */
    CONDITION,
    /** The control plane starts a nested task for each of a list of inputs. */
    FOR_EACH,
    /** Another job's run. */
    RUN_JOB
}
