package io.leat.server.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pools whose slots task runs of all jobs share. */
public interface PoolsApi {
    /** By name; those too that are claimed and were never declared. */
    List<Pool> pools();

    /**
     * Makes a pool, or changes how many slots it has; what runs keeps its slots.
     *
     * @throws io.leat.core.error.LeatException when the name or the number is none that a pool can have
     */
    void set(String name, int slots);

    /**
     * @throws io.leat.core.error.LeatException when there is no such pool, or something uses it or waits for it
     */
    void delete(String name);

    /**
     * A pool.
     *
     * @param slots null for one that is claimed and was never declared
     * @param used slots, of task runs that have a driver
     * @param waiting task runs that claim it and have no driver yet
     */
    record Pool(String name, @Nullable Integer slots, int used, int waiting) {}
}
