package io.leat.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnseenTest {
    @TempDir
    Path root;

    private ObservedSession session;

    @BeforeEach
    void givenTwoTables() {
        session = new ObservedSession(root);
    }

    @Test
    void rowsThatCameByCodeAreToldToBeUnseen() throws Exception {
        SparkSession spark = session.spark();
        StructType one = new StructType().add("id", DataTypes.LongType);
        List<String> seen = session.seen(() -> {
            Dataset<Row> clicks = spark.table("bronze.clicks").select("id");
            spark.createDataFrame(clicks.javaRDD(), one).writeTo("silver.r").create();
            spark.createDataFrame(List.of(RowFactory.create(5L)), one)
                    .writeTo("silver.r")
                    .append();
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.r@0 2 rows <- : id=?() unseen [rows of an RDD]",
                        "APPEND silver.r@1 1 rows <- : id=?() unseen [rows that the program held in memory]");
    }

    @Test
    void columnsThatPassThroughCodeAreOpaque() throws Exception {
        SparkSession spark = session.spark();
        spark.udf().register("twist", (UDF1<String, String>) text -> text + "!", DataTypes.StringType);
        List<String> seen = session.seen(() -> {
            session.sql("CREATE TABLE silver.u AS SELECT id, twist(who) AS who FROM bronze.clicks");
            spark.table("bronze.clicks")
                    .select("id", "amount")
                    .map((MapFunction<Row, Long>) row -> row.getLong(0) + row.getInt(1), Encoders.LONG())
                    .toDF("sum")
                    .writeTo("silver.map")
                    .create();
        });

        assertThat(seen)
                .containsExactly(
                        "CREATE silver.u@0 2 rows <- bronze.clicks@0: id=bronze.clicks.id who=?(bronze.clicks.who)",
                        "CREATE silver.map@0 2 rows <- bronze.clicks@0:"
                                + " sum=?(bronze.clicks.amount,bronze.clicks.id)");
    }

    @Test
    void otherThreadsAndSessionsOfTheTaskAreSeenAndOtherTasksAreNot() throws Exception {
        SparkSession spark = session.spark();
        spark.sparkContext().setJobGroup("task-1", "", false);
        try {
            List<String> seen = session.seen(() -> {
                run(() -> session.sql("CREATE TABLE silver.thread AS SELECT id FROM bronze.clicks"));
                SparkSession own = spark.newSession();
                own.conf()
                        .set("spark.sql.catalog.leat.warehouse", spark.conf().get("spark.sql.catalog.leat.warehouse"));
                own.sql("INSERT INTO silver.thread SELECT id FROM bronze.users");
                spark.sparkContext().setJobGroup("task-2", "", false);
                own.sql("INSERT INTO silver.thread SELECT id FROM bronze.users");
            });

            assertThat(seen)
                    .containsExactly(
                            "CREATE silver.thread@0 2 rows <- bronze.clicks@0: id=bronze.clicks.id",
                            "APPEND silver.thread@1 2 rows <- bronze.users@0: id=bronze.users.id");
        } finally {
            spark.sparkContext().clearJobGroup();
        }
    }

    @Test
    void streamsAreSeenBatchByBatchWhereTheDriverIsTheTasksOwn() throws Exception {
        SparkSession spark = session.spark();
        spark.sparkContext().conf().set("spark.leat.alone", "true");
        try {
            List<String> seen = session.seen(() -> {
                Dataset<Row> clicks = spark.readStream().table("bronze.clicks").select("id");
                clicks.writeStream()
                        .format("delta")
                        .option("checkpointLocation", session.path("one"))
                        .trigger(Trigger.AvailableNow())
                        .toTable("silver.stream")
                        .awaitTermination();
                clicks.writeStream()
                        .option("checkpointLocation", session.path("two"))
                        .trigger(Trigger.AvailableNow())
                        .foreachBatch((VoidFunction2<Dataset<Row>, Long>)
                                (batch, id) -> batch.writeTo("silver.batch").create())
                        .start()
                        .awaitTermination();
            });

            assertThat(seen)
                    .containsExactly(
                            "APPEND silver.stream@1 2 rows <- bronze.clicks: id=bronze.clicks.id",
                            "CREATE silver.batch@0 2 rows <- : id=?() unseen [rows of an RDD]");
        } finally {
            spark.sparkContext().conf().remove("spark.leat.alone");
        }
    }

    @Test
    void nothingIsSeenAfterTheEnd() throws Exception {
        assertThat(session.seen(() -> session.sql("CREATE TABLE silver.a AS SELECT id FROM bronze.clicks")))
                .hasSize(1);
        session.sql("INSERT INTO silver.a SELECT id FROM bronze.users");
        assertThat(session.seen(() -> session.sql("INSERT INTO silver.a SELECT id FROM bronze.clicks")))
                .containsExactly("APPEND silver.a@2 2 rows <- bronze.clicks@0: id=bronze.clicks.id");
    }

    @Test
    void addressesOfDatabasesAreToldWithoutCredentials() {
        assertThat(Places.jdbc("jdbc:postgresql://me:secret@host:5432/shop?user=me&password=secret", "public.orders")
                        .name())
                .isEqualTo("jdbc:postgresql://host:5432/shop#public.orders");
        assertThat(Places.withoutCredentials("jdbc:oracle:thin:scott/tiger@//host:1521/x"))
                .isEqualTo("jdbc:oracle:thin:@//host:1521/x");
        assertThat(Places.withoutCredentials("jdbc:sqlserver://host;user=u;password=p;databaseName=shop"))
                .isEqualTo("jdbc:sqlserver://host/shop");
    }

    private static void run(Runnable code) throws InterruptedException {
        Thread thread = new Thread(code);
        thread.start();
        thread.join();
    }
}
