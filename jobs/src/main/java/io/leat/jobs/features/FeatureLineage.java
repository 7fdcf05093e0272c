package io.leat.jobs.features;

import io.leat.core.job.FeaturesTask.Feature;
import io.leat.core.lineage.ColumnLineage;
import io.leat.jobs.lineage.PlanLineage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the walk's columns come from: the spine's from themselves; a feature from its value, and from the keys and times
 * on both sides, which decide what facts it sees.
 */
final class FeatureLineage {
    private final PlanLineage inputs;

    FeatureLineage(PlanLineage inputs) {
        this.inputs = inputs;
    }

    List<ColumnLineage> columns(SpineRows spine, List<SourceFacts> sources) {
        List<ColumnLineage> ofSpine = inputs.columns(spine.rows());
        List<ColumnLineage> columns = new ArrayList<>(ofSpine);
        Map<String, List<ColumnLineage.Source>> spineSources = byName(ofSpine);
        Set<ColumnLineage.Source> asOf = new LinkedHashSet<>();
        List<String> names = new ArrayList<>(spine.spine().keys());
        names.add(spine.spine().timestamp());
        for (String name : spine.rows().columns()) {
            if (names.stream().anyMatch(name::equalsIgnoreCase)) {
                asOf.addAll(spineSources.getOrDefault(name, List.of()));
            }
        }
        sources.forEach(source -> columns.addAll(features(source, asOf)));
        return columns;
    }

    private List<ColumnLineage> features(SourceFacts source, Collection<ColumnLineage.Source> asOf) {
        Map<String, List<ColumnLineage.Source>> from = byName(inputs.columns(source.rows()));
        Set<ColumnLineage.Source> place = new LinkedHashSet<>();
        from.forEach((name, columns) -> {
            if (!name.startsWith(SourceFacts.VALUE)) {
                place.addAll(columns);
            }
        });
        place.addAll(asOf);
        List<ColumnLineage> features = new ArrayList<>();
        for (Feature feature : source.source().features()) {
            Integer value = source.valueColumns().get(feature.name());
            Set<ColumnLineage.Source> all = new LinkedHashSet<>();
            if (value != null) {
                all.addAll(from.getOrDefault(SourceFacts.VALUE + value, List.of()));
            }
            all.addAll(place);
            features.add(new ColumnLineage(feature.name(), List.copyOf(all)));
        }
        return features;
    }

    private static Map<String, List<ColumnLineage.Source>> byName(List<ColumnLineage> columns) {
        Map<String, List<ColumnLineage.Source>> byName = new HashMap<>();
        columns.forEach(column -> byName.put(column.column(), column.sources()));
        return byName;
    }
}
