package io.leat.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.leat.core.lineage.Lineage;
import io.leat.jobs.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;

/** A session with two tables, {@code bronze.clicks} (id, who, amount) and {@code bronze.users} (id, name), both at version 0. */
final class ObservedSession {
    private final SparkSession spark;
    private final Path root;

    ObservedSession(Path root) {
        this.root = root;
        this.spark = TestSpark.session(root.resolve("warehouse"));
        SparkSession.setActiveSession(spark);
        sql("CREATE SCHEMA IF NOT EXISTS bronze");
        sql("CREATE SCHEMA IF NOT EXISTS silver");
        sql("CREATE TABLE bronze.clicks AS SELECT * FROM VALUES (1L, 'a', 10), (2L, 'b', 20) AS t(id, who, amount)");
        sql("CREATE TABLE bronze.users AS SELECT * FROM VALUES (1L, 'Ann'), (3L, 'Cid') AS t(id, name)");
    }

    SparkSession spark() {
        return spark;
    }

    void sql(String text) {
        spark.sql(text);
    }

    String path(String name) {
        return root.resolve(name).toString();
    }

    /** Code that is watched. */
    interface Code {
        void run() throws Exception;
    }

    /** What is seen of the code, one line a write. */
    List<String> seen(Code code) throws Exception {
        return watched(code).stream().map(SeenText::of).toList();
    }

    List<Lineage> watched(Code code) throws Exception {
        List<Lineage> seen = new CopyOnWriteArrayList<>();
        List<String> troubles = new CopyOnWriteArrayList<>();
        try (Observer watching = Observer.of(spark, seen::add, troubles::add)) {
            assertThat(watching).isNotNull();
            code.run();
        }

        assertThat(troubles).isEmpty();
        return seen;
    }
}
