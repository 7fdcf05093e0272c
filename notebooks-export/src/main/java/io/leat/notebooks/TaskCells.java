package io.leat.notebooks;

import io.leat.core.job.Task;

/** What one kind of task becomes in a notebook. Each task has one section: a text, then code. */
interface TaskCells {
    Section section(Task task);

    /**
     * @param about markdown: inputs, outputs and rules
     * @param code plain PySpark
     */
    record Section(String about, String code) {}
}
