package io.leat.core.cluster;

import io.leat.core.batch.LogPart;

/** What a driver has read in the log of a table that its task run ingests into. */
public record LogReading(String driverId, long taskRunId, long fence, LogPart part) {}
