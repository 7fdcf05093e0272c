package io.leat.jobs.features;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The facts of one source and key that some window may still need, in order of their own time. Facts come in order of
 * when they became known, so a late one goes between others; most go to the end.
 */
final class FactQueue {
    private static final int INITIAL = 64;

    private final List<Values> columns;
    private long[] times = new long[INITIAL];
    private int start;
    private int end;

    FactQueue(List<Values> columns) {
        this.columns = columns;
        columns.forEach(values -> values.grow(INITIAL));
    }

    void clear() {
        start = 0;
        end = 0;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    long time(int position) {
        return times[position];
    }

    /** Forgets the facts before {@code position}. */
    void trim(int position) {
        start = position;
    }

    /** Makes room for one more; answers by how much positions moved down. */
    int makeRoom() {
        if (end < times.length) {
            return 0;
        }
        if (start > times.length / 2) {
            int moved = start;
            move(start, 0);
            end -= moved;
            start = 0;
            return moved;
        }
        int capacity = Math.multiplyExact(times.length, 2);
        times = Arrays.copyOf(times, capacity);
        columns.forEach(values -> values.grow(capacity));
        return 0;
    }

    /** Puts a fact after all of its own time or earlier, and answers where; there must be room. */
    int insert(long time, InternalRow fact) {
        int position = end;
        while (position > start && times[position - 1] > time) {
            position--;
        }
        if (position < end) {
            move(position, position + 1);
        }
        end++;
        times[position] = time;
        for (Values values : columns) {
            values.put(position, fact);
        }
        return position;
    }

    private void move(int from, int to) {
        int length = end - from;
        System.arraycopy(times, from, times, to, length);
        columns.forEach(values -> values.move(from, to, length));
    }
}
