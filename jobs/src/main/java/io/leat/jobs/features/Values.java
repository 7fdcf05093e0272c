package io.leat.jobs.features;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** The values of one expression for the facts of a {@link FactQueue}, at the same positions. */
final class Values {
    private final int ordinal;
    private final DataType type;
    private final Storage storage;
    private boolean[] missing;
    private long[] bits;
    private Object[] objects;

    /** @param ordinal of the value in a fact */
    Values(int ordinal, DataType type, int capacity) {
        this.ordinal = ordinal;
        this.type = type;
        this.storage = Storage.of(type);
        this.missing = new boolean[capacity];
        this.bits = new long[storage.isBits() ? capacity : 0];
        this.objects = new Object[storage.isBits() ? 0 : capacity];
    }

    DataType type() {
        return type;
    }

    Storage storage() {
        return storage;
    }

    boolean isMissing(int position) {
        return missing[position];
    }

    long bits(int position) {
        return bits[position];
    }

    double asDouble(int position) {
        return Double.longBitsToDouble(bits[position]);
    }

    Object object(int position) {
        return objects[position];
    }

    /** The value as it stands in a row. */
    Object boxed(int position) {
        return storage.isBits() ? storage.boxed(bits[position], type) : objects[position];
    }

    int compare(int left, int right) {
        return storage.isBits()
                ? storage.compare(bits[left], bits[right])
                : storage.compare(objects[left], objects[right]);
    }

    void put(int position, InternalRow fact) {
        boolean absent = fact.isNullAt(ordinal);
        missing[position] = absent;
        if (storage.isBits()) {
            bits[position] = absent ? 0 : storage.bits(fact, ordinal, type);
        } else {
            objects[position] = absent ? null : storage.object(fact, ordinal, type);
        }
    }

    void move(int from, int to, int length) {
        System.arraycopy(missing, from, missing, to, length);
        if (storage.isBits()) {
            System.arraycopy(bits, from, bits, to, length);
        } else {
            System.arraycopy(objects, from, objects, to, length);
        }
    }

    void grow(int capacity) {
        missing = Arrays.copyOf(missing, capacity);
        if (storage.isBits()) {
            bits = Arrays.copyOf(bits, capacity);
        } else {
            objects = Arrays.copyOf(objects, capacity);
        }
    }
}
