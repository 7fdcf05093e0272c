package io.leat.jobs.train;

import io.leat.jobs.expression.TaskSql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * From a table's columns to a vector. Missing numbers take the training rows' median; text is one-hot encoded, where
 * missing text and text that training did not see is none of the categories. All of it is MLlib's own stages, so a
 * saved model takes the table's columns as they are, wherever it is loaded.
 */
final class Preprocessing {
    static final String VECTOR = "leat_features";
    private static final String NUMBER = "leat_number_";
    private static final String INDEX = "leat_index_";
    private static final String ONE_HOT = "leat_one_hot_";

    private Preprocessing() {}

    /** @param medians of the numbers, in their order */
    static List<PipelineStage> stages(TrainingRows rows, Dataset<Row> train, double[] medians) {
        List<PipelineStage> stages = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        if (!rows.numbers().isEmpty()) {
            stages.add(new SQLTransformer().setStatement(imputing(rows.numbers(), medians, inputs)));
        }
        if (!rows.texts().isEmpty()) {
            StringIndexerModel indexer = indexer(rows.texts(), train);
            stages.add(indexer);
            addOneHot(stages, indexer, inputs);
        }
        stages.add(new VectorAssembler()
                .setInputCols(inputs.toArray(new String[0]))
                .setOutputCol(VECTOR));
        return stages;
    }

    private static String imputing(List<String> numbers, double[] medians, List<String> inputs) {
        StringBuilder statement = new StringBuilder("SELECT *");
        for (int i = 0; i < medians.length; i++) {
            inputs.add(NUMBER + i);
            String number = "nanvl(CAST(%s AS DOUBLE), CAST(NULL AS DOUBLE))".formatted(TaskSql.quote(numbers.get(i)));
            statement.append(", coalesce(%s, %sD) AS %s%d".formatted(number, medians[i], NUMBER, i));
        }
        return statement.append(" FROM __THIS__").toString();
    }

    private static StringIndexerModel indexer(List<String> texts, Dataset<Row> train) {
        StringIndexerModel indexer = new StringIndexer()
                .setInputCols(texts.toArray(new String[0]))
                .setOutputCols(names(INDEX, texts.size()))
                .setHandleInvalid("keep")
                .fit(train);
        for (int i = 0; i < texts.size(); i++) {
            int categories = indexer.labelsArray()[i].length;
            if (categories > RowCounts.CATEGORIES) {
                throw TrainErrors.categories(texts.get(i), categories, RowCounts.CATEGORIES);
            }
        }
        return indexer;
    }

    /** A column without any category says nothing and is left out of the vector. */
    private static void addOneHot(List<PipelineStage> stages, StringIndexerModel indexer, List<String> inputs) {
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        for (int i = 0; i < indexer.labelsArray().length; i++) {
            if (indexer.labelsArray()[i].length > 0) {
                from.add(INDEX + i);
                to.add(ONE_HOT + i);
            }
        }
        if (!from.isEmpty()) {
            stages.add(new OneHotEncoder()
                    .setInputCols(from.toArray(new String[0]))
                    .setOutputCols(to.toArray(new String[0])));
        }
        inputs.addAll(to);
    }

    private static String[] names(String prefix, int count) {
        String[] names = new String[count];
        Arrays.setAll(names, i -> prefix + i);
        return names;
    }

    static Column column(String name) {
        return functions.col(TaskSql.quote(name));
    }

    /** A number as the vector holds it when it is there; null when it is missing. */
    static Column number(String name) {
        return functions.nanvl(column(name).cast("double"), functions.lit(null).cast("double"));
    }
}
