package io.leat.jobs.python;

import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.apache.spark.util.Utils$;

/** A task's session that one program may join. Closed, nobody can any more, and what it still ran is told to end. */
final class ConnectSession implements AutoCloseable {
    private static final long GLANCE_MILLIS = 10;

    private final SessionHolder holder;
    private final String remote;
    private final String token;

    ConnectSession(SessionHolder holder, String remote, String token) {
        this.holder = holder;
        this.remote = remote;
        this.token = token;
    }

    /** For {@code SPARK_REMOTE}; it contains the token. */
    String remote() {
        return remote;
    }

    String token() {
        return token;
    }

    /**
     * Returns when nothing runs that was asked for in it: a statement that has no Spark job any more may still commit.
     */
    @Override
    public void close() {
        TaskProperties.forget(holder.sessionId());
        holder.interruptAll();
        SparkConnectService$.MODULE$.sessionManager().closeSession(holder.key(), false);
        boolean interrupted = false;
        while (isExecuting()) {
            try {
                Thread.sleep(GLANCE_MILLIS);
            } catch (InterruptedException e) { // what it waits for is the end that it is told to come to
                interrupted = true;
            }
        }

        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A driver serves one program at a time, so all statements that are asked for by Connect are this session's. */
    private static boolean isExecuting() {
        String name = Utils$.MODULE$.CONNECT_EXECUTE_THREAD_PREFIX();
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(name));
    }
}
