package io.leat.connectors.delta;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A session setting that holds for one statement. Statements that need one take turns within a session. */
final class SessionSetting {
    static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";

    private SessionSetting() {}

    static <T> T during(SparkSession spark, String key, String value, Supplier<T> statement) {
        synchronized (spark) {
            String before = Scala.orNull(spark.conf().getOption(key));
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
