package io.leat.jobs.features;

import java.io.Serializable;
import java.util.List;

/**
 * One source as the walk sees it: its facts are structs of the fact's own time and the values of its features.
 *
 * @param width number of fields of a fact
 * @param features in the order of the output
 */
record SourceSpec(int width, List<FeatureSpec> features) implements Serializable {
    static final int TIME = 0;

    SourceSpec {
        features = List.copyOf(features);
    }
}
