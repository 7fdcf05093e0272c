package io.leat.jobs.python;

import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SparkConnectService$;

/** A task's session that one program may join. Closed, nobody can any more, and what it still ran is told to end. */
final class ConnectSession implements AutoCloseable {
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

    @Override
    public void close() {
        TaskProperties.forget(holder.sessionId());
        holder.interruptAll();
        SparkConnectService$.MODULE$.sessionManager().closeSession(holder.key(), false);
    }
}
