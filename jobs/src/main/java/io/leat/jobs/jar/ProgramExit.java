package io.leat.jobs.jar;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.TaskContext;
import scala.runtime.Nothing$;
import scala.sys.package$;

/**
 * What a program calls in place of {@link System#exit}, {@link Runtime#exit} and {@link Runtime#halt}.
 *
 * <p>A program may end itself with a status, from any of its threads, and in a driver that must not end the JVM, which
 * has the end still to tell. So {@link ExitRewriting} turns these calls, those of {@code scala.sys.exit} and references
 * such as {@code System::exit} into calls of this class, in every class that comes from the program's JARs, when it is
 * defined. A call notes the first status and never returns, as with the JVM's own: no {@code finally} and no
 * {@code catch} of the program runs. Its thread stays where it is until the driver leaves, which it does after every
 * JAR task; only then do the program's shutdown hooks run.
 *
 * <p>A call from a Spark task in this JVM throws instead, since its thread is Spark's. Calls by reflection, and calls on
 * the executors of a cluster, which load the JARs as they are, are the JVM's own.
 */
public final class ProgramExit {
    private ProgramExit() {}

    /** In place of {@link System#exit}. */
    public static void exit(int status) {
        Optional<ProgramLoader> program = ProgramLoader.calling();
        if (program.isEmpty()) {
            System.exit(status);
            return;
        }

        program.get().end().exited(status);
        if (TaskContext.get() != null) {
            throw new IllegalStateException("The program called System.exit(" + status + ") in a Spark task");
        }

        while (true) {
            LockSupport.park();
        }
    }

    /** In place of {@link Runtime#exit} and {@link Runtime#halt}. */
    public static void exit(Runtime runtime, int status) {
        exit(status);
    }

    /** In place of {@code sys.exit(status)}. */
    public static Nothing$ exit(package$ sys, int status) {
        exit(status);
        throw new IllegalStateException("System.exit(" + status + ") returned");
    }

    /** In place of {@code sys.exit()}. */
    public static Nothing$ exit(package$ sys) {
        return exit(sys, 0);
    }
}
