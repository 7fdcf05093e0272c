package io.leat.jobs.python;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.connect.proto.AnalyzePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.jspecify.annotations.Nullable;
import org.sparkproject.connect.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.ServerCallHandler;
import org.sparkproject.connect.grpc.ServerInterceptor;

/**
 * Gives the Spark jobs that a program asks for by Connect what those of its task run's own thread have: the group by
 * which they are counted and cancelled, the pool, the context of log lines. Connect makes the thread of an execution
 * from the one that takes the request, and Spark's local properties are inherited.
 */
public final class TaskProperties implements ServerInterceptor {
    private static final List<String> NAMES =
            List.of("spark.jobGroup.id", "spark.job.interruptOnCancel", "spark.scheduler.pool", "mdc.leat");
    private static final Map<String, Kept> BY_SESSION = new ConcurrentHashMap<>();

    private record Kept(SparkContext context, Map<String, @Nullable String> properties) {
        private void set() {
            properties.forEach(context::setLocalProperty);
        }

        private void unset() {
            properties.keySet().forEach(name -> context.setLocalProperty(name, null));
        }
    }

    /** Keeps the calling thread's properties for what is asked in this session, also that it has none. */
    static void keep(String sessionId, SparkContext context) {
        Map<String, @Nullable String> properties = new HashMap<>();
        NAMES.forEach(name -> properties.put(name, context.getLocalProperty(name)));
        BY_SESSION.put(sessionId, new Kept(context, properties));
    }

    static void forget(String sessionId) {
        BY_SESSION.remove(sessionId);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private @Nullable Kept kept;

            @Override
            public void onMessage(Q message) {
                kept = find(message);
                super.onMessage(message);
            }

            /** All of the request is there: this is when it is answered. */
            @Override
            public void onHalfClose() {
                if (kept == null) {
                    super.onHalfClose();
                    return;
                }

                kept.set();
                try {
                    super.onHalfClose();
                } finally {
                    kept.unset();
                }
            }
        };
    }

    private static @Nullable Kept find(Object message) {
        if (message instanceof ExecutePlanRequest execute) {
            return BY_SESSION.get(execute.getSessionId());
        }

        return message instanceof AnalyzePlanRequest analyze ? BY_SESSION.get(analyze.getSessionId()) : null;
    }
}
