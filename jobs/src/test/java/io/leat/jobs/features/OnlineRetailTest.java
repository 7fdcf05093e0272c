package io.leat.jobs.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.json.Json;
import io.leat.jobs.testing.GivenTables;
import io.leat.jobs.testing.TestWorkspace;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against numbers computed elsewhere; {@code -Dleat.data} names the folder that has {@code online-retail}. */
@Tag("realdata")
class OnlineRetailTest {
    private static final String BODY = """
            {"spine": {"table": "s.invoices", "keys": ["CustomerID"], "timestamp": "ts"},
             "sources": [{"table": "s.invoices", "timestamp": "ts", "features": [
                  {"name": "n", "aggregate": "count", "over": "30 days"},
                  {"name": "spent", "aggregate": "sum", "value": "amount", "over": "30 days"},
                  {"name": "spent_double", "aggregate": "sum", "value": "double(amount)", "over": "30 days"},
                  {"name": "last_amount", "as_of": "amount"}]}],
             "inclusive": INCLUSIVE, "target": "s.features"}""";

    @TempDir
    private Path root;

    @Test
    void priorInvoicesAreThoseComputedElsewhere() throws InterruptedException {
        TestWorkspace workspace = new TestWorkspace(root);
        new GivenTables(workspace).table("s.invoices", invoices(workspace.spark()));

        run(workspace, "false");
        Row strict = sums(workspace);
        assertThat(strict.getLong(0)).isEqualTo(18_536);
        assertThat(strict.getLong(1)).isEqualTo(26_138);
        assertThat(strict.getLong(2)).isEqualTo(10_256);
        assertThat(strict.getLong(3)).isEqualTo(45);
        assertThat(strict.getDecimal(4).toPlainString()).startsWith("17058645.39");
        assertThat(strict.getDouble(5)).isBetween(17058645.3905, 17058645.3915);
        assertThat(strict.getLong(6)).isEqualTo(4_353);

        run(workspace, "true");
        assertThat(sums(workspace).getLong(1)).isEqualTo(44_918);
    }

    private static Dataset<Row> invoices(SparkSession spark) {
        spark.read()
                .option("header", "true")
                .schema(
                        "InvoiceNo STRING, StockCode STRING, Description STRING, Quantity BIGINT, InvoiceDate TIMESTAMP,"
                                + " UnitPrice DECIMAL(12,4), CustomerID DOUBLE, Country STRING")
                .csv(Path.of(System.getProperty("leat.data"), "online-retail", "by-day")
                        .toString())
                .createOrReplaceTempView("lines");
        return spark.sql(
                "SELECT InvoiceNo, CustomerID, min(InvoiceDate) ts, sum(Quantity * UnitPrice) amount FROM lines"
                        + " WHERE Quantity > 0 AND CustomerID IS NOT NULL GROUP BY ALL");
    }

    private static void run(TestWorkspace workspace, String inclusive) throws InterruptedException {
        ObjectNode body = Json.parse(BODY.replace("INCLUSIVE", inclusive), ObjectNode.class);
        workspace.run(new Features(), "features_task", body, Map.of());
    }

    private static Row sums(TestWorkspace workspace) {
        return workspace
                .rows("s.features")
                .selectExpr(
                        "count(*)",
                        "sum(n)",
                        "count_if(n = 0)",
                        "max(n)",
                        "sum(spent)",
                        "sum(spent_double)",
                        "count_if(last_amount IS NULL)")
                .head();
    }
}
