package io.leat.jobs.features;

import io.leat.core.error.LeatException;
import io.leat.core.job.Durations;
import io.leat.core.job.FeaturesTask;
import io.leat.core.job.FeaturesTask.Aggregate;
import io.leat.core.job.FeaturesTask.Feature;
import io.leat.core.job.FeaturesTask.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/** What a feature's options must be together. */
final class FeatureRules {
    private FeatureRules() {}

    static List<Source> sources(FeaturesTask task) {
        return task.sources() == null ? List.of() : task.sources();
    }

    static String option(String source, Feature feature) {
        return "%s.features[%s]".formatted(source, feature.name());
    }

    static void check(String source, Feature feature) {
        String option = option(source, feature);
        if ((feature.asOf() == null) == (feature.aggregate() == null)) {
            throw FeaturesErrors.oneOf(option);
        }
        if (feature.asOf() != null && (feature.over() != null || feature.value() != null)) {
            throw FeaturesErrors.notWith(option, feature.over() == null ? "value" : "over", "as_of");
        }
        if (feature.aggregate() != null) {
            checkWindow(option, feature, feature.aggregate());
        }
    }

    private static void checkWindow(String option, Feature feature, Aggregate aggregate) {
        if (feature.maxAge() != null) {
            throw FeaturesErrors.notWith(option, "max_age", "aggregate");
        }
        if (feature.over() == null) {
            throw FeaturesErrors.missing(option, "over", "how far back it reaches, such as 30 days");
        }
        if (feature.value() == null && aggregate != Aggregate.COUNT) {
            throw FeaturesErrors.missing(option, "value", "the expression that is aggregated");
        }
    }

    /** In microseconds: how old an as-of value may be, or how far back a window goes. */
    static long reach(String source, Feature feature) {
        String text = feature.asOf() == null ? feature.over() : feature.maxAge();
        if (text == null) {
            return FeatureSpec.UNBOUNDED;
        }
        String option = option(source, feature) + (feature.asOf() == null ? ".over" : ".max_age");
        try {
            return Durations.micros(text);
        } catch (LeatException e) {
            throw FeaturesErrors.duration(option, e);
        }
    }

    static boolean isNumber(DataType type) {
        return type instanceof NumericType;
    }

    /** Refuses output columns that differ in nothing but case. */
    static void checkNames(List<String> spine, FeaturesTask task) {
        Set<String> seen = new HashSet<>();
        spine.forEach(column -> seen.add(column.toLowerCase(Locale.ROOT)));
        for (Source source : sources(task)) {
            for (Feature feature : source.features()) {
                checkName(seen, feature.name());
            }
        }
        if (task.expressions() != null) {
            task.expressions().keySet().forEach(name -> checkName(seen, name));
        }
    }

    private static void checkName(Set<String> seen, String name) {
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw FeaturesErrors.nameTwice(name);
        }
    }
}
