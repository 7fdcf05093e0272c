package io.leat.jobs.train;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** How many rows there are of each sort, from one look at the table; refuses what no model can be made from. */
record RowCounts(long train, long test, long withoutLabel) {
    static final int CATEGORIES = 1000;

    static RowCounts of(TrainingPlan plan, TrainingRows rows) {
        Column label = functions.col(TrainingRows.LABEL);
        Column test = functions.col(TrainingRows.TEST);
        Column labelled = label.isNotNull();
        List<Column> counts = new ArrayList<>();
        counts.add(functions.count_if(label.isNull()));
        counts.add(functions.count_if(labelled.and(functions.not(label.isin(0.0, 1.0)))));
        counts.add(functions.count_if(labelled.and(functions.not(test))));
        counts.add(functions.count_if(labelled.and(test)));
        counts.add(functions.count_if(label.equalTo(1.0).and(functions.not(test))));
        counts.add(functions.count_if(label.equalTo(1.0).and(test)));
        for (String text : rows.texts()) {
            counts.add(functions.approx_count_distinct(Preprocessing.column(text)));
        }
        Row row = rows.rows()
                .agg(functions.count(functions.lit(1)), counts.toArray(new Column[0]))
                .head();
        RowCounts found = new RowCounts(row.getLong(3), row.getLong(4), row.getLong(1));
        found.check(plan, rows, row);
        return found;
    }

    private void check(TrainingPlan plan, TrainingRows rows, Row row) {
        if (train + test == 0) {
            throw TrainErrors.noRows(plan.task().input(), withoutLabel);
        }
        if (plan.isClassification() && row.getLong(2) > 0) {
            throw TrainErrors.badLabels(plan.task().label(), row.getLong(2), train + test);
        }
        if (train == 0 || test == 0) {
            throw TrainErrors.emptyPart(train == 0 ? "training" : "test", train, test);
        }
        if (plan.isClassification()) {
            checkClasses("training", train, row.getLong(5));
            checkClasses("test", test, row.getLong(6));
        }
        for (int i = 0; i < rows.texts().size(); i++) {
            long categories = row.getLong(7 + i);
            if (categories > CATEGORIES) {
                throw TrainErrors.categories(rows.texts().get(i), categories, CATEGORIES);
            }
        }
    }

    private static void checkClasses(String part, long rows, long positives) {
        if (positives == 0 || positives == rows) {
            throw TrainErrors.oneClass(part, rows, positives);
        }
    }
}
