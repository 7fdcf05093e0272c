package io.leat.jobs.features;

import org.jspecify.annotations.Nullable;

/** A count, or what can be kept by adding what enters the window and taking away what leaves it. */
final class RunningAggregate implements WindowAggregate {
    /** Turns what was added into a result. */
    interface Sum {
        void clear();

        void add(Values values, int position);

        void subtract(Values values, int position);

        /** Of {@code count} values, at least one. */
        Object result(long count);
    }

    private final FactQueue queue;
    private final @Nullable Values values;
    private final @Nullable Sum sum;
    private int head;
    private long count;

    private RunningAggregate(FactQueue queue, @Nullable Values values, @Nullable Sum sum) {
        this.queue = queue;
        this.values = values;
        this.sum = sum;
    }

    /** The number of facts, or of those whose value is not null. */
    static RunningAggregate count(FactQueue queue, @Nullable Values values) {
        return new RunningAggregate(queue, values, null);
    }

    static RunningAggregate of(FactQueue queue, Values values, Sum sum) {
        return new RunningAggregate(queue, values, sum);
    }

    @Override
    public void clear() {
        head = 0;
        count = 0;
        if (sum != null) {
            sum.clear();
        }
    }

    @Override
    public void movedDown(int by) {
        head -= by;
    }

    @Override
    public void added(int position) {
        if (position < head) { // too late for this window
            head++;
        } else if (isCounted(position)) {
            count++;
            if (sum != null && values != null) {
                sum.add(values, position);
            }
        }
    }

    @Override
    public void expire(long before) {
        while (head < queue.end() && queue.time(head) < before) {
            if (isCounted(head)) {
                count--;
                if (sum != null && values != null) {
                    sum.subtract(values, head);
                }
            }
            head++;
        }
    }

    private boolean isCounted(int position) {
        return values == null || !values.isMissing(position);
    }

    @Override
    public int first() {
        return head;
    }

    @Override
    public @Nullable Object result() {
        if (sum == null) {
            return count;
        }
        return count == 0 ? null : sum.result(count);
    }
}
