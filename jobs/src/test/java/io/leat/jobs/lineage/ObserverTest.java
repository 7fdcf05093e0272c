package io.leat.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserverTest {
    private static final String COPY = "amount=bronze.clicks.amount id=bronze.clicks.id who=bronze.clicks.who";

    @TempDir
    Path root;

    private ObservedSession session;

    @BeforeEach
    void givenTwoTables() {
        session = new ObservedSession(root);
    }

    @Test
    void sqlThatCreatesAppendsAndReplaces() throws Exception {
        List<String> seen = session.seen(() -> {
            session.sql("CREATE TABLE silver.t AS SELECT id, upper(who) AS who, 7 AS n FROM bronze.clicks");
            session.sql("INSERT INTO silver.t SELECT c.id, u.name, c.amount + 1 FROM bronze.clicks c"
                    + " JOIN bronze.users u ON c.id = u.id");
            session.sql("INSERT INTO silver.t VALUES (9, 'z', 9)");
            session.sql("INSERT OVERWRITE silver.t SELECT id, name, 0 FROM bronze.users");
            session.sql("CREATE OR REPLACE TABLE silver.t AS SELECT who, sum(amount) AS total, count(*) AS n"
                    + " FROM bronze.clicks WHERE id IN (SELECT id FROM bronze.users) GROUP BY who");
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.t@0 2 rows <- bronze.clicks@0:"
                                + " id=bronze.clicks.id n=constant who=f(bronze.clicks.who)",
                        "APPEND silver.t@1 1 rows <- bronze.clicks@0 bronze.users@0:"
                                + " id=bronze.clicks.id n=f(bronze.clicks.amount) who=bronze.users.name",
                        "APPEND silver.t@2 1 rows <- : id=constant n=constant who=constant",
                        "OVERWRITE silver.t@3 2 rows <- bronze.users@0:"
                                + " id=bronze.users.id n=constant who=bronze.users.name",
                        "REPLACE silver.t@4 1 rows <- bronze.clicks@0 bronze.users@0:"
                                + " n=agg() total=agg(bronze.clicks.amount) who=bronze.clicks.who");
    }

    @Test
    void mergeUpdateAndDelete() throws Exception {
        session.sql("CREATE TABLE silver.m AS SELECT id, who, amount FROM bronze.clicks WHERE id = 1");
        List<String> seen = session.seen(() -> {
            session.sql("MERGE INTO silver.m t USING (SELECT id, upper(who) AS who, amount FROM bronze.clicks) s"
                    + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET t.amount = t.amount + s.amount"
                    + " WHEN NOT MATCHED THEN INSERT *");
            session.sql("UPDATE silver.m SET who = 'x', amount = id * 2 WHERE id = 1");
            session.sql("DELETE FROM silver.m WHERE id = 2");
        });

        assertThat(seen)
                .containsExactly(
                        "MERGE silver.m@1 2 rows <- bronze.clicks@0 silver.m@0:"
                                + " amount=f(bronze.clicks.amount,silver.m.amount) id=bronze.clicks.id"
                                + " who=f(bronze.clicks.who)",
                        "UPDATE silver.m@2 1 rows <- silver.m@1: amount=f(silver.m.id) who=constant",
                        "DELETE silver.m@3 1 rows <- : ");
    }

    @Test
    void dataFramesByNameAndByPath() throws Exception {
        Dataset<Row> clicks = session.spark().table("bronze.clicks");
        String path = session.path("elsewhere/clicks");
        List<String> seen = session.seen(() -> {
            clicks.write().format("delta").saveAsTable("silver.s");
            clicks.write().format("delta").mode("append").saveAsTable("silver.s");
            clicks.write().insertInto("silver.s");
            clicks.write().format("delta").mode("overwrite").saveAsTable("silver.s");
            clicks.write().format("delta").save(path);
            clicks.write().format("delta").mode("append").save(path);
            clicks.write().format("delta").mode("overwrite").save(session.path("warehouse/silver/s"));
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.s@0 2 rows <- bronze.clicks@0: " + COPY,
                        "APPEND silver.s@1 2 rows <- bronze.clicks@0: " + COPY,
                        "APPEND silver.s@2 2 rows <- bronze.clicks@0: " + COPY,
                        "REPLACE silver.s@3 2 rows <- bronze.clicks@0: " + COPY,
                        "CREATE " + path + "@0 2 rows <- bronze.clicks@0: " + COPY,
                        "APPEND " + path + "@1 2 rows <- bronze.clicks@0: " + COPY,
                        "OVERWRITE silver.s@4 2 rows <- bronze.clicks@0: " + COPY);
    }

    @Test
    void writeToAndTheDeltaTableApi() throws Exception {
        Dataset<Row> clicks = session.spark().table("bronze.clicks");
        List<String> seen = session.seen(() -> {
            clicks.writeTo("silver.w").create();
            clicks.writeTo("silver.w").append();
            clicks.writeTo("silver.w").overwrite(functions.lit(true));
            clicks.writeTo("silver.w").createOrReplace();
            DeltaTable table = DeltaTable.forName(session.spark(), "leat.silver.w");
            table.as("t")
                    .merge(
                            clicks.withColumn("amount", functions.expr("amount * 2"))
                                    .as("s"),
                            "t.id = s.id")
                    .whenMatched()
                    .updateExpr(Map.of("amount", "s.amount"))
                    .execute();
            table.update(functions.expr("id = 1"), Map.of("who", functions.lit("q")));
            table.delete("id = 1");
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.w@0 2 rows <- bronze.clicks@0: " + COPY,
                        "APPEND silver.w@1 2 rows <- bronze.clicks@0: " + COPY,
                        "OVERWRITE silver.w@2 2 rows <- bronze.clicks@0: " + COPY,
                        "REPLACE silver.w@3 2 rows <- bronze.clicks@0: " + COPY,
                        "MERGE silver.w@4 2 rows <- bronze.clicks@0: amount=f(bronze.clicks.amount)",
                        "UPDATE silver.w@5 1 rows <- : who=constant",
                        "DELETE silver.w@6 1 rows <- : ");
    }

    @Test
    void filesAreReadAndWrittenByPath() throws Exception {
        List<String> seen = session.seen(() -> {
            Dataset<Row> clicks = session.spark().table("bronze.clicks");
            clicks.write().parquet(session.path("p"));
            clicks.select("id").write().json(session.path("j"));
            clicks.write().option("header", true).csv(session.path("c"));
            Dataset<Row> csv = session.spark().read().option("header", true).csv(session.path("c"));
            csv.select("who").write().mode("append").parquet(session.path("who"));
            session.spark()
                    .read()
                    .json(session.path("j"))
                    .selectExpr("string(id) AS who")
                    .write()
                    .mode("append")
                    .parquet(session.path("who"));
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE files:p 2 rows <- bronze.clicks@0: " + COPY,
                        "CREATE files:j 2 rows <- bronze.clicks@0: id=bronze.clicks.id",
                        "CREATE files:c 2 rows <- bronze.clicks@0: " + COPY,
                        "APPEND files:who 2 rows <- files:c: who=c.who",
                        "APPEND files:who 4 rows <- files:c files:j: who=c.who,j.id");
    }

    @Test
    void theVersionThatWasReadIsToldAndNotTheNewest() throws Exception {
        session.sql("INSERT INTO bronze.clicks VALUES (3, 'c', 30)");
        List<String> seen = session.seen(() -> {
            session.sql("CREATE TABLE silver.old AS SELECT id FROM bronze.clicks VERSION AS OF 0");
            Dataset<Row> cached =
                    session.spark().table("bronze.clicks").select("id").cache();
            assertThat(cached.count()).isEqualTo(3);
            cached.writeTo("silver.old").append();
            cached.unpersist();
            session.sql("INSERT INTO silver.old SELECT id + 100 FROM silver.old");
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.old@0 2 rows <- bronze.clicks@0: id=bronze.clicks.id",
                        "APPEND silver.old@1 3 rows <- bronze.clicks@1: id=bronze.clicks.id",
                        "APPEND silver.old@2 5 rows <- silver.old@1: id=f(silver.old.id)");
    }

    @Test
    void whatFailsOrWritesNothingYieldsNothing() throws Exception {
        session.sql("CREATE TABLE silver.f AS SELECT id, amount FROM bronze.clicks");
        session.sql("ALTER TABLE silver.f ADD CONSTRAINT small CHECK (amount < 100)");
        List<String> seen = session.seen(() -> {
            assertThatThrownBy(() -> session.sql("INSERT INTO silver.f SELECT id, amount * 100 FROM bronze.clicks"))
                    .hasStackTraceContaining("small");
            session.sql("DELETE FROM silver.f WHERE id = 77");
            session.sql("CREATE TABLE IF NOT EXISTS silver.f AS SELECT * FROM bronze.clicks");
            assertThat(session.spark().table("bronze.clicks").collectAsList()).hasSize(2);
        });

        assertThat(seen).isEmpty();
    }
}
