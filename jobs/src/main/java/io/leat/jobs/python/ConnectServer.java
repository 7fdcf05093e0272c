package io.leat.jobs.python;

import java.util.UUID;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Spark Connect in this driver, started when the first program needs it: on the loopback interface, at a port that was
 * free, for those who know its token.
 */
final class ConnectServer {
    private static final long NEVER = -1;
    private static @Nullable ConnectServer running;

    private final SparkContext context;
    private final int port;
    private final String token;

    private ConnectServer(SparkContext context, int port, String token) {
        this.context = context;
        this.port = port;
        this.token = token;
    }

    /** The one of this driver's Spark. */
    static synchronized ConnectServer of(SparkContext context) {
        if (running == null || running.context != context) {
            running = start(context);
        }

        return running;
    }

    private static ConnectServer start(SparkContext context) {
        if (SparkConnectService$.MODULE$.started()) {
            throw PythonErrors.connectByOthers();
        }

        String token = UUID.randomUUID().toString();
        SparkConf conf = SparkEnv.get().conf();
        conf.set("spark.connect.grpc.binding.address", "127.0.0.1");
        conf.set("spark.connect.grpc.binding.port", "0");
        conf.set("spark.connect.grpc.interceptor.classes", TaskProperties.class.getName());
        conf.set("spark.connect.authenticate.token", token);
        SparkConnectService$.MODULE$.start(context);
        return new ConnectServer(context, SparkConnectService$.MODULE$.localPort(), token);
    }

    /**
     * Lets a program join this session, and no other. What it runs counts as run by the calling thread's task.
     *
     * <p>The program gets the session itself, not one made for it by Connect: so it has all that was set up for the
     * task.
     */
    ConnectSession open(SparkSession spark) {
        String user = "leat-" + UUID.randomUUID();
        String id = UUID.randomUUID().toString();
        SessionHolder holder = new SessionHolder(user, id, (org.apache.spark.sql.classic.SparkSession) spark);
        holder.setCustomInactiveTimeoutMs(Option.apply(NEVER));
        holder.initializeSession();
        SparkConnectService$.MODULE$.sessionManager().putSessionForTesting(holder);
        TaskProperties.keep(id, context);
        String remote = "sc://localhost:%d/;token=%s;user_id=%s;session_id=%s".formatted(port, token, user, id);
        return new ConnectSession(holder, remote, token);
    }
}
