package io.leat.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Slots that task runs of all jobs share. */
final class Pool<K> {
    static final int UNDECLARED = -1;

    private final String name;
    private final TreeMap<Integer, TreeMap<Long, Waiting<K>>> tooWide = new TreeMap<>();
    private int slots = UNDECLARED;
    private int used;
    private int waiting;
    private @Nullable Waiting<K> holder;

    Pool(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int slots() {
        return slots;
    }

    void resize(int newSlots) {
        slots = newSlots;
    }

    int used() {
        return used;
    }

    int waiting() {
        return waiting;
    }

    void waits(int more) {
        waiting += more;
    }

    void use(int more) {
        used += more;
    }

    /** The task run for which all slots that come free are kept; only if there is one. */
    Waiting<K> keepsFor() {
        return Objects.requireNonNull(holder, "the pool keeps slots for nobody");
    }

    boolean keepsFor(Waiting<K> taskRun) {
        return taskRun.equals(holder);
    }

    void keepFor(@Nullable Waiting<K> next) {
        holder = next;
    }

    /** Whether it has a slot that is kept for nobody. */
    boolean isOpen() {
        return holder == null && used < slots;
    }

    boolean fits(Waiting<K> taskRun) {
        return taskRun.slots() <= slots - used;
    }

    /** Whether a task run may ever start in it, as large as it is. */
    boolean isWideEnoughFor(Waiting<K> taskRun) {
        return taskRun.slots() <= slots;
    }

    /** A task run that cannot start while the pool is as it is. */
    void putAside(Waiting<K> taskRun) {
        tooWide.computeIfAbsent(taskRun.slots(), width -> new TreeMap<>()).put(taskRun.since(), taskRun);
    }

    void takeBack(Waiting<K> taskRun) {
        TreeMap<Long, Waiting<K>> aside = tooWide.get(taskRun.slots());
        aside.remove(taskRun.since());
        if (aside.isEmpty()) {
            tooWide.remove(taskRun.slots());
        }
    }

    /** Takes back all that can start in it since it is as large as it is. */
    List<Waiting<K>> takeBackFitting() {
        SortedMap<Integer, TreeMap<Long, Waiting<K>>> fitting = tooWide.headMap(slots, true);
        List<Waiting<K>> back = new ArrayList<>();
        fitting.values().forEach(aside -> back.addAll(aside.values()));
        fitting.clear();
        return back;
    }

    /** What a task run waits for that cannot have its slots now. */
    String wants(Waiting<K> taskRun) {
        String what = "%d slot%s of pool %s".formatted(taskRun.slots(), taskRun.slots() == 1 ? "" : "s", name);
        if (slots == UNDECLARED) {
            return what + ", which does not exist";
        }

        return isWideEnoughFor(taskRun)
                ? "%s (%d of %d are in use)".formatted(what, used, slots)
                : "%s, which has %d".formatted(what, slots);
    }

    PoolUse use() {
        return new PoolUse(name, slots, used, waiting);
    }

    /** Whether nobody would miss it. */
    boolean isForgotten() {
        return slots == UNDECLARED && used == 0 && waiting == 0;
    }
}
