package io.leat.core.job;

/** With whom a task run shares its driver, by whose code it is. */
public enum Hosting {
    /** Leat's own code, and SQL: side by side with others in one driver. */
    SHARED,
    /** A program in a process of its own, beside a driver that serves it alone while it runs. */
    ALONE,
    /** A program in the driver's own process, which nobody can vouch for afterwards: the driver ends with it. */
    ONCE;

    /** Of a kind of task, the field name of its body. */
    public static Hosting of(String kind) {
        return TaskKinds.hosting(kind);
    }
}
