package io.leat.core.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains a model on a table and registers it with all that made it. */
@Doc("Trains a model, measures it on rows held back, saves and registers it.")
public record TrainTask(
        @Doc(value = "The table to train on, as schema.table.", required = true, form = Doc.Form.TABLE)
        String input,

        @Doc(value = "Condition on its rows.", sql = true) @Nullable
        String where,

        @Doc(value = "Column to predict: 0/1 or boolean for classification, a number for regression.", required = true)
        String label,

        @Doc(
                value = "Columns to predict from: numbers and booleans as they are, text one-hot encoded."
                        + " Missing numbers take the training rows' median.",
                required = true)
        List<String> features,

        @Doc(value = "The kind of model.", required = true) Algorithm algorithm,

        @Doc("classification or regression. Needed for random_forest and gradient_boosted_trees; the two others imply"
                + " it.")
        @Nullable
        Problem problem,

        @Doc("Settings of the algorithm, by name, such as max_depth or reg_param.") @Nullable
        Map<String, String> parameters,

        @Doc("How rows are held back for measuring.") @Nullable
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
            @Doc(value = "auc, accuracy, f1, log_loss; rmse, mae, r2.", required = true)
            String metric,

            @Doc("The least it may be.") @Nullable Double atLeast,
            @Doc("The most it may be.") @Nullable Double atMost) {}

    /** The models that can be trained. */
    public enum Algorithm {
        @JsonProperty("logistic_regression")
        LOGISTIC_REGRESSION,
        @JsonProperty("linear_regression")
        LINEAR_REGRESSION,
        @JsonProperty("random_forest")
        RANDOM_FOREST,
        @JsonProperty("gradient_boosted_trees")
        GRADIENT_BOOSTED_TREES
    }

    /** What is predicted. */
    public enum Problem {
        @JsonProperty("classification")
        CLASSIFICATION,
        @JsonProperty("regression")
        REGRESSION
    }
}
