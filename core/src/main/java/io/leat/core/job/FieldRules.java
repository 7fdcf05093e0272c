package io.leat.core.job;

import io.leat.core.error.LeatException;
import io.leat.core.job.Type.Kind;
import io.leat.core.value.References;
import java.util.regex.Pattern;

/** Whether the texts in one of Leat's own blocks say what their fields take: tables, lengths of time, references. */
final class FieldRules {
    private static final Pattern TABLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}\\.[a-z0-9][a-z0-9_-]{0,127}");

    private final ReferenceRules references;

    FieldRules(ReferenceRules references) {
        this.references = references;
    }

    void check(Place body) {
        ObjectType task = Schema.instance().object("Task");
        check(body, task.fields().get(body.name()).type(), task.fields().get(body.name()));
    }

    private void check(Place place, Type type, Field field) {
        switch (type.kind()) {
            case OBJECT -> {
                for (Field inner :
                        Schema.instance().object(type.name()).fields().values()) {
                    check(place.field(inner.name()), inner.type(), inner);
                }
            }
            case LIST -> place.elements().forEach(element -> check(element, type.elementType(), field));
            case MAP -> place.fields().forEach(value -> checkEntry(value, type, field));
            case TEXT -> checkText(place, field);
            case ANY -> references.checkAll(place);
            case BOOLEAN, INT32, INT64, NUMBER, ENUM -> {}
        }
    }

    private void checkEntry(Place value, Type type, Field field) {
        if (value.path().contains("{{")) {
            value.refuse("A name in %s cannot hold a reference.".formatted(field.name()));
        }

        if (type.elementType().kind() == Kind.TEXT) {
            if (field.isSql()) {
                checkText(value, field);
            } else {
                references.check(value, false); // such as a reader's separator, which may well be a tab
            }
        }
    }

    private void checkText(Place place, Field field) {
        if (!place.node().isTextual()) {
            return;
        }

        references.check(place, field.isSql());
        String text = place.text();
        if (text.isBlank()) {
            place.error("%s is empty.".formatted(place.name()));
        } else if (!References.has(text)) {
            checkForm(place, field);
        }
    }

    private static void checkForm(Place place, Field field) {
        switch (field.form()) {
            case TABLE -> checkTable(place);
            case DURATION -> checkDuration(place);
            case TEXT -> {}
        }
    }

    private static void checkTable(Place place) {
        if (!TABLE.matcher(place.text()).matches()) {
            place.error("%s is no table name; write schema.table in lower case, with letters, digits, _ and -."
                    .formatted(place.text()));
        }
    }

    private static void checkDuration(Place place) {
        try {
            Durations.parse(place.text());
        } catch (LeatException e) {
            String message = "%s: %s".formatted(place.name(), e.getMessage());
            place.error(message.endsWith("?") ? message : message + ".");
        }
    }
}
