package io.leat.server.rest;

import io.leat.server.auth.DriverTokens;
import io.leat.server.auth.Secrets;

/** All that the routes need from the rest of the control plane. */
public record Ports(
        JobsApi jobs,
        SavedJobsApi savedJobs,
        FilesApi files,
        RunFeedApi feed,
        DataApi data,
        ControlApi control,
        AgentApi agents,
        PoolsApi pools,
        OutboxApi outbox,
        Secrets secrets,
        DriverTokens driverTokens) {}
