package io.leat.core.job;

import io.leat.core.batch.Slice;
import io.leat.core.value.References;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold between the fields of each of Leat's own task kinds. */
final class DataRules {
    private DataRules() {}

    static void check(Place body) {
        switch (body.name()) {
            case "ingest_task" -> ingest(body);
            case "match_task" -> match(body);
            case "features_task" -> features(body);
            case "persist_task" -> persist(body);
            case "train_task" -> TrainRules.check(body);
            case "http_task" -> HttpRules.check(body);
            default -> throw new IllegalArgumentException("no rules for " + body.name());
        }
    }

    private static void ingest(Place body) {
        merge(body, "append");
        Place quarantine = body.field("quarantine");
        Place onBadRecords = body.field("on_bad_records");
        if (quarantine.isGiven() && onBadRecords.isGiven() && !onBadRecords.is("quarantine")) {
            quarantine.refuse("quarantine is only for on_bad_records: quarantine.");
        }

        if (quarantine.isGiven() && quarantine.is(body.field("target").text())) {
            quarantine.error("quarantine and target must be two tables.");
        }
    }

    /** {@code mode: merge} and what goes with it alone. */
    private static void merge(Place body, String byDefault) {
        Place mode = body.field("mode");
        Place keys = body.field("keys");
        Place orderBy = body.field("order_by");
        if (mode.is("merge")) {
            if (keys.isEmpty()) {
                mode.error("mode: merge needs keys, the columns that identify a row.");
            }
        } else if (keys.isGiven() || orderBy.isGiven()) {
            Place first = keys.isGiven() ? keys : orderBy;
            String actual = mode.isGiven() ? mode.text() : byDefault;
            first.refuse("%s is only for mode: merge; the mode is %s.".formatted(first.name(), actual));
        }
    }

    /** One value or a range, of which it can be told what lies in it. */
    private static void slice(Place slice) {
        if (!slice.node().isObject() || !slice.field("column").isGiven()) {
            return;
        }

        String equals = literal(slice.field("equals"));
        String from = literal(slice.field("from"));
        String to = literal(slice.field("to"));
        String mistake = Slice.mistake(slice.field("column").text(), equals, from, to);
        boolean resolved = Stream.of("equals", "from", "to")
                .noneMatch(field -> References.has(slice.field(field).text()));
        if (mistake != null && (resolved || (equals == null) == (from == null && to == null))) {
            slice.error(mistake);
        }
    }

    private static @Nullable String literal(Place value) {
        return value.isGiven() ? value.text() : null;
    }

    private static void match(Place body) {
        slice(body.field("slice"));
        List<Place> inputs = body.field("inputs").elements();
        if (inputs.isEmpty() && body.field("inputs").node().isArray()) {
            body.field("inputs").error("inputs is empty; a match needs at least one table.");
        }

        Set<String> aliases = new HashSet<>();
        for (Place input : inputs) {
            boolean first = input == inputs.get(0);
            input(input, first);
            String alias = alias(input);
            if (!alias.isEmpty() && !aliases.add(alias)) {
                input.error("Two inputs are named %s; give this one another name with as.".formatted(alias));
            }
        }

        Place groupBy = body.field("group_by");
        if (groupBy.isGiven() && body.field("select").isEmpty()) {
            groupBy.refuse("group_by needs select, which says what is computed for each group.");
        }

        if (body.field("having").isGiven() && groupBy.isEmpty()) {
            body.field("having").refuse("having needs group_by.");
        }
    }

    private static void input(Place input, boolean first) {
        Place within = input.field("within");
        if (first) {
            for (String field : List.of("on", "join", "within")) {
                if (input.field(field).isGiven()) {
                    input.field(field)
                            .refuse("%s is not for the first input; there is none before it.".formatted(field));
                }
            }
        } else if (input.node().isObject() && !input.field("on").isGiven() && !within.isGiven()) {
            input.error(
                    "%s has neither on nor within, so each of its rows would meet every row; on: true asks for that."
                            .formatted(input.name()));
        } else if (within.node().isObject()
                && !within.field("before").isGiven()
                && !within.field("after").isGiven()) {
            within.refuse("within needs before or after, such as 30 minutes; without them no row matches.");
        }
    }

    private static String alias(Place input) {
        String table = input.field("table").text();
        return input.field("as").isGiven() || References.has(table)
                ? input.field("as").text()
                : table.substring(table.indexOf('.') + 1);
    }

    private static void features(Place body) {
        slice(body.field("slice"));
        Place spine = body.field("spine");
        notEmpty(spine.field("keys"));
        Set<String> names = new HashSet<>();
        names.add(spine.field("timestamp").text());
        spine.field("keys").elements().forEach(key -> names.add(key.text()));
        spine.field("columns").elements().forEach(column -> names.add(column.text()));
        for (Place source : body.field("sources").elements()) {
            notEmpty(source.field("features"));
            sourceKeys(source.field("keys"), spine.field("keys"));
            for (Place feature : source.field("features").elements()) {
                feature(feature);
                uniqueName(feature.field("name"), feature.field("name").text(), names);
            }
        }

        body.field("expressions").fields().forEach(expression -> uniqueName(expression, expression.name(), names));
    }

    private static void sourceKeys(Place keys, Place spineKeys) {
        int given = keys.node().size();
        int wanted = spineKeys.node().size();
        if (keys.node().isArray() && wanted > 0 && given != wanted) {
            keys.error("%d keys for the spine's %d; give one for each, in their order.".formatted(given, wanted));
        }
    }

    private static void uniqueName(Place place, String name, Set<String> names) {
        if (!name.isEmpty() && !names.add(name)) {
            place.error("Two columns of the target would be named %s.".formatted(name));
        }
    }

    private static void feature(Place feature) {
        if (!feature.node().isObject()) {
            return;
        }

        boolean asOf = feature.field("as_of").isGiven();
        Place aggregate = feature.field("aggregate");
        if (asOf == aggregate.isGiven()) {
            feature.error("A feature is either as_of or aggregate with over; %s has %s."
                    .formatted(title(feature), asOf ? "both" : "neither"));
        } else if (asOf) {
            only(feature, "aggregate", "value", "over");
        } else {
            only(feature, "as_of", "max_age");
            if (!feature.field("over").isGiven()) {
                aggregate.error("aggregate needs over, how far back it reaches, such as 30 days.");
            }

            if (!feature.field("value").isGiven() && !aggregate.is("count")) {
                aggregate.error(
                        "aggregate: %s needs value, the expression it is taken of.".formatted(aggregate.text()));
            }
        }
    }

    private static void only(Place feature, String kind, String... fields) {
        for (String field : fields) {
            if (feature.field(field).isGiven()) {
                feature.field(field).refuse("%s is only for features with %s.".formatted(field, kind));
            }
        }
    }

    private static String title(Place feature) {
        String name = feature.field("name").text();
        return name.isEmpty() ? feature.name() : name;
    }

    private static void persist(Place body) {
        merge(body, "overwrite");
        slice(body.field("slice"));
        Place mode = body.field("mode");
        if (body.field("slice").isGiven() && mode.isGiven() && !mode.is("overwrite")) {
            body.field("slice").refuse("slice is only for mode: overwrite; the mode is %s.".formatted(mode.text()));
        }

        for (Place constraint : body.field("constraints").fields()) {
            if (References.has(constraint.text())) {
                constraint.error("A constraint stays with the table, so it cannot hold a reference, which is"
                        + " another value in each run.");
            }
        }
    }

    static void notEmpty(Place list) {
        if (list.node().isArray() && list.node().isEmpty()) {
            list.error("%s is empty.".formatted(list.name()));
        }
    }
}
