package io.leat.core.job;

import io.leat.core.value.Mistake;
import io.leat.core.value.References;
import io.leat.core.value.Scope;

/** Whether the references in the texts of a task stand for something. */
final class ReferenceRules {
    private final Scope scope;
    private final Reading reading;

    ReferenceRules(Scope scope, Reading reading) {
        this.scope = scope;
        this.reading = reading;
    }

    /** Every text within a value. */
    void checkAll(Place place) {
        check(place, false);
        place.elements().forEach(this::checkAll);
        place.fields().forEach(this::checkAll);
    }

    void check(Place place, boolean isSql) {
        if (!place.node().isTextual()) {
            return;
        }

        References.mistakes(place.text(), isSql, scope).stream()
                .filter(this::counts)
                .map(Mistake::message)
                .forEach(place::error);
        if (reading.isFile()) {
            References.suspects(place.text(), scope.parameters()).forEach(place::warning);
        }
    }

    /** A request may name what only a run is given, or what only Databricks carries out; its run then fails. */
    private boolean counts(Mistake mistake) {
        return reading.isFile() || mistake.kind() == Mistake.Kind.WRONG;
    }
}
