package io.leat.jobs.features;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The least or greatest value in a window. It keeps the positions of those that can still become it: each is better
 * than all after it.
 */
final class Extremum implements WindowAggregate {
    private final FactQueue queue;
    private final Values values;
    private final int sign;
    private int[] candidates = new int[16];
    private int head;
    private int end;

    private Extremum(FactQueue queue, Values values, int sign) {
        this.queue = queue;
        this.values = values;
        this.sign = sign;
    }

    static Extremum min(FactQueue queue, Values values) {
        return new Extremum(queue, values, 1);
    }

    static Extremum max(FactQueue queue, Values values) {
        return new Extremum(queue, values, -1);
    }

    @Override
    public void clear() {
        head = 0;
        end = 0;
    }

    @Override
    public void movedDown(int by) {
        for (int i = head; i < end; i++) {
            candidates[i] -= by;
        }
    }

    @Override
    public void added(int position) {
        int at = end; // before the first candidate that comes later
        while (at > head && candidates[at - 1] >= position) {
            candidates[--at]++;
        }
        if (values.isMissing(position) || (at < end && !isBetter(position, candidates[at]))) {
            return;
        }
        int kept = at; // those before it that it does not beat
        while (kept > head && !isBetter(candidates[kept - 1], position)) {
            kept--;
        }
        replace(kept, at, position);
    }

    private boolean isBetter(int position, int than) {
        return sign * values.compare(position, than) < 0;
    }

    /** Puts {@code position} in the place of the candidates in [from, to). */
    private void replace(int from, int to, int position) {
        if (end == candidates.length) {
            makeRoom();
            int moved = head;
            head = 0;
            end -= moved;
            replace(from - moved, to - moved, position);
            return;
        }
        System.arraycopy(candidates, to, candidates, from + 1, end - to);
        candidates[from] = position;
        end += from + 1 - to;
    }

    private void makeRoom() {
        int capacity = head > candidates.length / 2 ? candidates.length : candidates.length * 2;
        candidates = Arrays.copyOf(Arrays.copyOfRange(candidates, head, end), capacity);
    }

    @Override
    public void expire(long before) {
        while (head < end && queue.time(candidates[head]) < before) {
            head++;
        }
    }

    @Override
    public int first() {
        return head < end ? candidates[head] : queue.end();
    }

    @Override
    public @Nullable Object result() {
        return head < end ? values.boxed(candidates[head]) : null;
    }
}
