package io.leat.core.cluster;

import io.leat.core.batch.TablePin;
import java.util.List;
import java.util.Map;

/**
 * A model that a train task saved.
 *
 * @param modelId unique; minted with the task run's batch so that a retry registers the same model again
 * @param name in the registry, such as {@code churn}
 * @param path where it was saved
 * @param metrics by name, on the test part unless the name starts with {@code train_}
 */
public record ModelReport(
        String modelId,
        String name,
        String algorithm,
        String path,
        Map<String, Double> metrics,
        Map<String, String> parameters,
        List<String> features,
        String label,
        TablePin trainedOn,
        long trainRows,
        long testRows) {
    public ModelReport {
        metrics = Map.copyOf(metrics);
        parameters = Map.copyOf(parameters);
        features = List.copyOf(features);
    }
}
