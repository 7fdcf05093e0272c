package io.leat.jobs.python;

import io.leat.jobs.task.TaskContext;

/** A program whose output is what it prints. */
final class Program {
    private Program() {}

    /** Leaves what was printed as the task run's output, however the program ended. */
    static void run(TaskContext context, PythonOrder order) throws InterruptedException {
        Printed printed = new Printed();
        try {
            PythonRunner.run(context, order, printed::add);
        } finally {
            context.output(printed.output());
        }
    }
}
