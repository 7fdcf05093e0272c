package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Parts of answers as they are shown in tables; empty where the answer does not tell. */
final class Fields {
    private Fields() {}

    static String count(JsonNode node, String field) {
        return node.hasNonNull(field) ? Shown.count(node.path(field).asLong()) : "";
    }

    static String time(JsonNode node, String field) {
        return node.hasNonNull(field) ? Shown.time(node.path(field).asLong()) : "";
    }

    /** Such as {@code silver.matched v3} or {@code data/clicks}. */
    static String dataset(JsonNode dataset) {
        String name = dataset.path("name").asText(dataset.path("table").asText());
        return dataset.hasNonNull("version")
                ? name + " v" + dataset.path("version").asText()
                : name;
    }

    static String datasets(JsonNode datasets) {
        return StreamSupport.stream(datasets.spliterator(), false)
                .map(Fields::dataset)
                .collect(Collectors.joining(", "));
    }

    /** Such as {@code auc 0.8312, accuracy 0.7710}: those for the test part, the main ones first. */
    static String metrics(JsonNode metrics) {
        return metrics.properties().stream()
                .filter(metric -> !metric.getKey().startsWith("train_"))
                .sorted(java.util.Comparator.comparing((Map.Entry<String, JsonNode> metric) -> rank(metric.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .map(metric ->
                        metric.getKey() + " " + Shown.metric(metric.getValue().asDouble()))
                .collect(Collectors.joining(", "));
    }

    private static int rank(String metric) {
        int rank = MAIN.indexOf(metric);
        return rank < 0 ? MAIN.size() : rank;
    }

    private static final java.util.List<String> MAIN =
            java.util.List.of("auc", "baseline_auc", "accuracy", "f1", "log_loss", "rmse", "mae", "r2");
}
