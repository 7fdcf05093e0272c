package io.leat.jobs.train;

import java.util.Map;
import org.apache.spark.ml.PipelineModel;

/**
 * A model and what became known while it was made.
 *
 * @param metrics by name; those on the training part begin with {@code train_}
 * @param parameters of the algorithm, those left alone too
 */
record Trained(PipelineModel model, Map<String, Double> metrics, Map<String, String> parameters, RowCounts counts) {
    Trained {
        metrics = Map.copyOf(metrics);
        parameters = Map.copyOf(parameters);
    }
}
