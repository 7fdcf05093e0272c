package io.leat.core.batch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a batch changes its table. */
public enum WriteMode {
    /** Adds its rows. */
    @JsonProperty("append")
    APPEND,
    /** Replaces all rows. */
    @JsonProperty("overwrite")
    OVERWRITE,
    /** Updates rows whose keys match and inserts the others. */
    @JsonProperty("merge")
    MERGE
}
