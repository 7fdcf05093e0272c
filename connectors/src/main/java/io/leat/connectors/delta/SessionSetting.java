package io.leat.connectors.delta;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A session setting that holds for one statement. Statements that need one take turns within a session. */
final class SessionSetting {
    static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";

    /** Not the sessions' own monitors: Spark's threads take those while a statement runs. */
    private static final Map<SparkSession, Object> LOCKS = Collections.synchronizedMap(new WeakHashMap<>());

    private SessionSetting() {}

    static <T> T during(SparkSession spark, String key, String value, Supplier<T> statement) {
        synchronized (LOCKS.computeIfAbsent(spark, session -> new Object())) {
            String before = Scala.orNull(spark.conf().getAll().get(key));
            spark.conf().set(key, value);
            try {
                return statement.get();
            } finally {
                restore(spark, key, before);
            }
        }
    }

    /** Delta looks for the session of a transaction on its thread. */
    static <T> T inSession(SparkSession spark, Supplier<T> action) {
        Option<SparkSession> before = SparkSession.getActiveSession();
        SparkSession.setActiveSession(spark);
        try {
            return action.get();
        } finally {
            if (before.isDefined()) {
                SparkSession.setActiveSession(before.get());
            } else {
                SparkSession.clearActiveSession();
            }
        }
    }

    private static void restore(SparkSession spark, String key, @Nullable String before) {
        if (before == null) {
            spark.conf().unset(key);
        } else {
            spark.conf().set(key, before);
        }
    }
}
