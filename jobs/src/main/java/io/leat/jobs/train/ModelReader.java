package io.leat.jobs.train;

import io.leat.core.cluster.ModelReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A model that a train task saved, ready to score rows. */
public final class ModelReader {
    private static final String PREDICTION = "prediction";
    private static final String PROBABILITY = "probability";

    private final ModelReport report;
    private final PipelineModel model;

    private ModelReader(ModelReport report, PipelineModel model) {
        this.report = report;
        this.model = model;
    }

    /** @param path as {@link ModelReport#path} says */
    public static ModelReader load(SparkSession spark, String path) {
        ModelFolder folder = new ModelFolder(spark, path);
        ModelReport report =
                folder.find().orElseThrow(() -> TrainErrors.notAModel(path, new IOException("it has no model.json")));
        return new ModelReader(report, folder.load());
    }

    /** What the model is and what it was trained on. */
    public ModelReport report() {
        return report;
    }

    /**
     * The rows with a column {@code prediction} and, from a classifier, {@code probability} of the label being 1.
     *
     * @param rows that have the model's features under their names; other columns stay
     */
    public Dataset<Row> score(Dataset<Row> rows) {
        return score(model, rows);
    }

    static Dataset<Row> score(PipelineModel model, Dataset<Row> rows) {
        Dataset<Row> scored = model.transform(rows);
        List<Column> columns = new ArrayList<>();
        Arrays.stream(rows.columns()).map(Preprocessing::column).forEach(columns::add);
        columns.add(functions.col(PREDICTION));
        if (Arrays.asList(scored.columns()).contains(PROBABILITY)) {
            Column chances = functions.col(PROBABILITY);
            columns.add(org.apache
                    .spark
                    .ml
                    .functions
                    .vector_to_array(chances, "float64")
                    .getItem(1)
                    .as(PROBABILITY));
        }
        return scored.select(columns.toArray(new Column[0]));
    }
}
