package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains a model on a table and registers it with all that made it. */
@Doc("Trains a model, measures it on rows held back, saves and registers it.")
public record TrainTask(
        @Doc(value = "The table to train on, as schema.table.", required = true, form = Doc.Form.TABLE)
        String input,

        @Doc(value = "Condition on its rows.", sql = true) @Nullable
        String where,

        @Doc(
                value = "Column to predict: 0/1 or boolean for classification, a number for regression. Rows without"
                        + " it are left out.",
                required = true)
        String label,

        @Doc(
                value = "Columns to predict from: numbers and booleans as they are, text one-hot encoded."
                        + " Missing numbers take the training rows' median (of a fixed sample when there are very"
                        + " many); missing text, and text that training has not seen, is none of the categories.",
                required = true)
        List<String> features,

        @Doc(value = "The kind of model.", required = true) Algorithm algorithm,

        @Doc("classification or regression. Needed for random_forest and gradient_boosted_trees; the two others imply"
                + " it.")
        @Nullable
        Problem problem,

        @Doc("Settings of the algorithm, by name: max_iter, reg_param, elastic_net_param, tol, fit_intercept and"
                + " standardization of the regressions, threshold of the logistic and solver of the linear one;"
                + " max_depth, max_bins, min_instances_per_node, min_info_gain, subsampling_rate and"
                + " feature_subset_strategy of trees, num_trees of forests, max_iter and step_size of boosted ones."
                + " Without one, what Spark MLlib takes.")
        @Nullable
        Map<String, String> parameters,

        @Doc("How rows are held back for measuring. Without it, a fifth, by the hash of all features.") @Nullable
        Split split,

        @Doc(value = "Seed of everything random in the training.", byDefault = "42") @Nullable
        Long seed,

        @Doc("Metrics the model must reach; else the task fails and nothing is registered.") @Nullable
        List<Requirement> require,

        @Doc(value = "Name of the model in the registry.", required = true)
        String model) {

    /** How rows are divided. */
    @Doc("Rows with the same key fall on the same side, in every run.")
    public record Split(
            @Doc(value = "Columns whose hash decides.", required = true)
            List<String> key,

            @Doc(value = "Share of rows held back, between 0 and 1.", byDefault = "0.2") @Nullable
            Double test) {}

    /** A bound a metric must keep. */
    @Doc("A metric and its bound.")
    public record Requirement(
            @Doc(
                    value = "auc, accuracy, f1, log_loss, baseline_auc (of the best single number), auc_gain (over"
                            + " that); rmse, mae, r2, baseline_rmse (of the training mean). Measured on the rows held"
                            + " back; with train_ before it, on the others.",
                    required = true)
            String metric,

            @Doc("The least it may be.") @Nullable Double atLeast,
            @Doc("The most it may be.") @Nullable Double atMost) {}

    /** The models that can be trained. */
    public enum Algorithm {
        @JsonProperty("logistic_regression")
        LOGISTIC_REGRESSION(
                "max_iter", "reg_param", "elastic_net_param", "tol", "fit_intercept", "standardization", "threshold"),

        @JsonProperty("linear_regression")
        LINEAR_REGRESSION(
                "max_iter", "reg_param", "elastic_net_param", "tol", "fit_intercept", "standardization", "solver"),

        @JsonProperty("random_forest")
        RANDOM_FOREST(
                "num_trees",
                "max_depth",
                "max_bins",
                "min_instances_per_node",
                "min_info_gain",
                "subsampling_rate",
                "feature_subset_strategy"),

        @JsonProperty("gradient_boosted_trees")
        GRADIENT_BOOSTED_TREES(
                "max_iter",
                "step_size",
                "max_depth",
                "max_bins",
                "min_instances_per_node",
                "min_info_gain",
                "subsampling_rate",
                "feature_subset_strategy");

        private final List<String> parameters;

        Algorithm(String... parameters) {
            this.parameters = List.of(parameters);
        }

        /** Names that {@link TrainTask#parameters} may have. */
        public List<String> parameters() {
            return parameters;
        }

        /** As a job file writes it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is predicted. */
    public enum Problem {
        @JsonProperty("classification")
        CLASSIFICATION("auc", "accuracy", "f1", "log_loss", "baseline_auc", "auc_gain"),

        @JsonProperty("regression")
        REGRESSION("rmse", "mae", "r2", "baseline_rmse");

        private final List<String> metrics;

        Problem(String... metrics) {
            this.metrics = List.of(metrics);
        }

        /** Names that {@link Requirement#metric} may have; with {@code train_} before it, most on the training part. */
        public List<String> metrics() {
            return metrics;
        }
    }
}
