package io.leat.jobs.features;

import io.leat.core.job.Durations;
import io.leat.core.job.FeaturesTask.Feature;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Features by their definition: for each row all facts are looked through. */
final class Oracle {
    /** A row of the spine. */
    record Spine(int group, @Nullable String key, @Nullable Long time) {}

    /** A fact; the values stand in the order in which features first name them. */
    record Fact(
            int group,
            @Nullable String key,
            @Nullable Long time,
            @Nullable Long known,
            Map<String, Object> values) {
        boolean isComplete() {
            return key != null && time != null && known != null;
        }

        long instant() {
            return Math.max(Objects.requireNonNull(time), Objects.requireNonNull(known));
        }
    }

    private final List<Feature> features;
    private final boolean inclusive;
    private final List<String> valueOrder;

    Oracle(List<Feature> features, boolean inclusive) {
        this.features = features;
        this.inclusive = inclusive;
        this.valueOrder = features.stream()
                .map(f -> f.asOf() == null ? f.value() : f.asOf())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    List<Object> row(Spine spine, List<Fact> facts) {
        List<Object> row = new ArrayList<>();
        for (Feature feature : features) {
            List<Fact> known = facts.stream()
                    .filter(f -> f.isComplete()
                            && f.group() == spine.group()
                            && f.key().equals(spine.key()))
                    .filter(f -> spine.time() != null
                            && (inclusive ? f.instant() <= spine.time() : f.instant() < spine.time()))
                    .toList();
            row.add(feature.asOf() == null ? aggregate(feature, spine, known) : asOf(feature, spine, known));
        }
        return row;
    }

    private @Nullable Object asOf(Feature feature, Spine spine, List<Fact> known) {
        Fact latest = known.stream()
                .max(Comparator.comparing((Fact f) -> Objects.requireNonNull(f.time()))
                        .thenComparing(Fact::instant)
                        .thenComparing(this::compareValues))
                .orElse(null);
        if (latest == null) {
            return null;
        }
        boolean tooOld = feature.maxAge() != null
                && Objects.requireNonNull(spine.time()) - latest.time() > Durations.micros(feature.maxAge());
        return tooOld ? null : latest.values().get(feature.asOf());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private int compareValues(Fact left, Fact right) {
        for (String name : valueOrder) {
            Comparable<?> a = (Comparable<?>) left.values().get(name);
            Comparable<?> b = (Comparable<?>) right.values().get(name);
            int order = Comparator.nullsFirst((Comparator<Comparable>) (Comparator) Comparator.naturalOrder())
                    .compare(a, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static @Nullable Object aggregate(Feature feature, Spine spine, List<Fact> known) {
        List<Object> values = new ArrayList<>();
        long reach = Durations.micros(Objects.requireNonNull(feature.over()));
        for (Fact fact : known) {
            Object value =
                    feature.value() == null ? (Object) true : fact.values().get(feature.value());
            if (Objects.requireNonNull(fact.time()) >= spine.time() - reach && value != null) {
                values.add(value);
            }
        }
        return switch (Objects.requireNonNull(feature.aggregate())) {
            case COUNT -> (long) values.size();
            case SUM -> values.isEmpty() ? null : sum(values);
            case AVG -> values.isEmpty() ? null : mean(values);
            case MIN -> values.stream().min(Oracle::compare).orElse(null);
            case MAX -> values.stream().max(Oracle::compare).orElse(null);
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object left, Object right) {
        return ((Comparable) left).compareTo(right);
    }

    private static Object sum(List<Object> values) {
        Object first = values.get(0);
        if (first instanceof Double) {
            return exact(values).doubleValue();
        }
        if (first instanceof BigDecimal) {
            return exact(values);
        }
        return values.stream()
                .map(v -> BigInteger.valueOf(((Number) v).longValue()))
                .reduce(BigInteger.ZERO, BigInteger::add)
                .longValueExact();
    }

    private static double mean(List<Object> values) {
        if (values.get(0) instanceof Double) {
            return exact(values).doubleValue() / values.size();
        }
        return exact(values)
                .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                .doubleValue();
    }

    private static BigDecimal exact(List<Object> values) {
        return values.stream()
                .map(v -> v instanceof Double d ? new BigDecimal(d) : new BigDecimal(v.toString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
