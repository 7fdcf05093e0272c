package io.leat.core.job;

import io.leat.core.error.LeatException;
import io.leat.core.value.References;

/** What must hold for the tasks that steer a run: conditions, for-each tasks, run-job tasks. */
final class ControlRules {
    private static final int MOST_AT_ONCE = 100;

    private ControlRules() {}

    static void check(Place body, ReferenceRules references) {
        switch (body.name()) {
            case TaskKinds.CONDITION -> references.checkAll(body);
            case TaskKinds.FOR_EACH -> checkForEach(body, references);
            case TaskKinds.RUN_JOB -> checkRunJob(body, references);
            default -> throw new IllegalArgumentException(body.name());
        }
    }

    private static void checkForEach(Place body, ReferenceRules references) {
        Place inputs = body.field("inputs");
        references.check(inputs, false);
        Bounds.characters(inputs, ForEachInputs.LONGEST);
        Bounds.atLeast(body.field("concurrency"), 1, "1 by default");
        Bounds.atMost(body.field("concurrency"), MOST_AT_ONCE);
        if (inputs.node().isTextual() && !References.has(inputs.text())) {
            try {
                ForEachInputs.parse(inputs.text());
            } catch (LeatException e) {
                inputs.error(e.getMessage());
            }
        }
    }

    private static void checkRunJob(Place body, ReferenceRules references) {
        references.checkAll(body);
        Bounds.atLeast(body.field("job_id"), 1, "the job's id");
        if (!body.node().isObject()) {
            return;
        }

        try {
            LegacyParameters legacy = LegacyParameters.of(body.node());
            if (!body.field("job_parameters").isEmpty() && !legacy.isEmpty()) {
                body.field("job_parameters")
                        .refuse("job_parameters and %s exclude each other; give the values as job_parameters."
                                .formatted(String.join(", ", legacy.names())));
            }
        } catch (LeatException e) {
            body.error(e.getMessage());
        }
    }
}
