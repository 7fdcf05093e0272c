package io.leat.core.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The task runs that can start, and which of them does so next.
 *
 * <p><b>Turns.</b> The job of the highest priority goes first. Jobs of one priority take turns, the runs of a job take
 * turns within it, and in a run what was ready first starts first. So a run with one ready task run waits for one start
 * of each other job, not for the 10,000 of one.
 *
 * <p><b>Pools.</b> Slots of a pool are given in that order: if too few are free for the one whose turn it is, those that
 * come free are kept for it, with a slot of a driver, and no other task run of the pool starts before it.
 *
 * <p><b>Nothing starves.</b> Call the task runs that need one kind of driver and one pool, or none, a line. While the
 * oldest of a line could start, at most {@link #PATIENCE} younger ones start before it, of whatever job and priority:
 * then it is next. So one that finds {@code m} older ones in its line starts after at most
 * {@code m + PATIENCE * (m + 1)} starts of its line, whatever comes in later. And a kind of driver that is waited for and
 * not there is {@link #overdue} after {@link #DRIVER_PATIENCE} starts on others, which then have to make room for it.
 *
 * <p>Finding the next one costs the logarithm of how many wait, for each pool that is waited for on a kind of driver that
 * has room. For one thread.
 *
 * @param <K> what tells kinds of drivers apart
 */
public final class ReadyQueue<K> {
    /** After how many starts of younger ones the oldest of a line goes next. */
    public static final int PATIENCE = 8;

    /** After how many starts a kind of driver that is not there is overdue; starting one takes seconds. */
    public static final int DRIVER_PATIENCE = 64;

    private final Map<Long, Waiting<K>> waiting = new HashMap<>();
    private final Map<K, Kind<K>> kinds = new HashMap<>();
    private final Pools<K> pools = new Pools<>();
    private final Turns<K> turns = new Turns<>();

    /** The pools that keep slots for someone. */
    private final Set<Pool<K>> keeping = new LinkedHashSet<>();

    private long came;
    private long starts;

    /** A task run can start. One that waits already, waits on. */
    public void add(Ready<K> ready) {
        if (waiting.containsKey(ready.taskRunId())) {
            return;
        }

        Waiting<K> next = new Waiting<>(ready, turns.job(ready), turns.run(ready), ++came, starts);
        waiting.put(ready.taskRunId(), next);
        turns.joined(next);
        @Nullable Pool<K> pool = pools.of(ready);
        if (pool != null) {
            pool.waits(1);
        }

        lineUp(next);
    }

    private void lineUp(Waiting<K> next) {
        @Nullable Pool<K> pool = pools.of(next.ready());
        if (pool == null || pool.isWideEnoughFor(next)) {
            kinds.computeIfAbsent(next.ready().kind(), Kind::new).line(pool).add(next);
        } else {
            pool.putAside(next);
        }
    }

    /** A task run from before: it has a driver, and so its slots. */
    public void running(long taskRunId, Claim claim) {
        pools.claim(taskRunId, claim);
    }

    /** The task run has ended, or is not to start any more. Its slots are free. */
    public void ended(long taskRunId) {
        Waiting<K> gone = waiting.get(taskRunId);
        if (gone != null) {
            leave(gone);
        }

        pools.release(taskRunId);
    }

    /**
     * Takes out the task run that starts next.
     *
     * @param room how many task runs more the drivers of each kind could take
     * @return empty when nothing can start
     */
    public Optional<Ready<K>> next(Map<K, Integer> room) {
        giveUpSlots(room);
        Optional<Waiting<K>> next = kept();
        List<Line<K>> open = open(room);
        if (next.isPresent()) {
            passOver(open, next.get());
        }

        while (next.isEmpty() && !open.isEmpty()) {
            Waiting<K> choice = choose(open);
            passOver(open, choice);
            @Nullable Pool<K> pool = pools.of(choice.ready());
            if (pool == null || pool.fits(choice)) {
                next = Optional.of(choice);
            } else {
                keepSlots(pool, choice);
                open = open(room);
            }
        }

        return next.map(this::start);
    }

    /** Those that could start as well see another one preferred to them. */
    private static <K> void passOver(List<Line<K>> open, Waiting<K> preferred) {
        open.forEach(line -> line.passedBy(preferred));
    }

    /** What waits for slots with no driver left to wait on hinders nobody. */
    private void giveUpSlots(Map<K, Integer> room) {
        for (Pool<K> pool : List.copyOf(keeping)) {
            if (room.getOrDefault(pool.keepsFor().ready().kind(), 0) < 1) {
                giveUp(pool);
            }
        }
    }

    private void keepSlots(Pool<K> pool, Waiting<K> choice) {
        pool.keepFor(choice);
        keeping.add(pool);
        kind(choice).reserve(1);
    }

    private void giveUp(Pool<K> pool) {
        kind(pool.keepsFor()).reserve(-1);
        keeping.remove(pool);
        pool.keepFor(null);
    }

    /** The oldest for which enough slots have come free. */
    private Optional<Waiting<K>> kept() {
        return keeping.stream()
                .map(Pool::keepsFor)
                .filter(holder -> pools.ofClaim(holder).fits(holder))
                .reduce((one, other) -> one.isOlderThan(other) ? one : other);
    }

    /** The lines of which one could start. */
    private List<Line<K>> open(Map<K, Integer> room) {
        List<Line<K>> open = new ArrayList<>();
        room.forEach((key, free) -> {
            Kind<K> kind = kinds.get(key);
            if (kind != null && free > kind.reserved()) {
                kind.lines().stream().filter(Line::isOpen).forEach(open::add);
            }
        });
        return open;
    }

    private static <K> Waiting<K> choose(List<Line<K>> open) {
        return open.stream()
                .filter(Line::isOverdue)
                .map(Line::oldest)
                .reduce((one, other) -> one.isOlderThan(other) ? one : other)
                .or(() -> open.stream().map(Line::next).reduce((one, other) -> one.goesBefore(other) ? one : other))
                .orElseThrow();
    }

    private Ready<K> start(Waiting<K> next) {
        starts++;
        kind(next).started(starts);
        leave(next);
        turns.taken(next);
        Claim claim = next.ready().claim();
        if (claim != null) {
            pools.claim(next.ready().taskRunId(), claim);
        }

        return next.ready();
    }

    private void leave(Waiting<K> gone) {
        waiting.remove(gone.ready().taskRunId());
        turns.left(gone);
        @Nullable Pool<K> pool = pools.of(gone.ready());
        if (pool != null) {
            pool.waits(-1);
        }

        outOfLine(gone, pool);
        if (pool != null) {
            pools.forget(pool);
        }
    }

    private void outOfLine(Waiting<K> gone, @Nullable Pool<K> pool) {
        if (pool != null && !pool.isWideEnoughFor(gone)) {
            pool.takeBack(gone);
            return;
        }

        if (pool != null && pool.keepsFor(gone)) {
            giveUp(pool);
        }

        Kind<K> kind = kind(gone);
        kind.remove(gone, pool);
        if (kind.lines().isEmpty()) {
            kinds.remove(kind.key());
        }
    }

    private Kind<K> kind(Waiting<K> lined) {
        return Objects.requireNonNull(kinds.get(lined.ready().kind()), "nothing of this kind waits");
    }

    /**
     * A pool has so many slots from now on. Task runs that have a driver keep theirs.
     *
     * @param slots at least 0; with 0 nothing of the pool starts
     */
    public void declare(String name, int slots) {
        if (slots < 0) {
            throw new IllegalArgumentException("a pool of %d slots".formatted(slots));
        }

        resize(pools.of(name), slots);
    }

    /** There is no such pool any more; what claims it waits for it. */
    public void undeclare(String name) {
        Pool<K> pool = pools.of(name);
        resize(pool, Pool.UNDECLARED);
        pools.forget(pool);
    }

    private void resize(Pool<K> pool, int slots) {
        List<Waiting<K>> lined = kinds.values().stream()
                .flatMap(kind -> kind.find(pool).stream())
                .flatMap(line -> line.all().stream())
                .filter(claiming -> claiming.slots() > slots)
                .toList();
        lined.forEach(claiming -> outOfLine(claiming, pool));
        pool.resize(slots);
        lined.forEach(pool::putAside);
        pool.takeBackFitting().forEach(this::lineUp);
    }

    /** Every pool that was declared or is claimed, by name. */
    public List<PoolUse> pools() {
        return pools.use();
    }

    /** How many wait, for whatever. */
    public int size() {
        return waiting.size();
    }

    /** The kinds of drivers that something waits for that has all else; what has waited longest makes a kind the first. */
    public List<K> wanted() {
        return kinds.values().stream()
                .filter(Kind::isWanted)
                .sorted(Comparator.comparingLong(Kind::since))
                .map(Kind::key)
                .toList();
    }

    /** What waits for this kind of driver and has all else, oldest first in each line. */
    public List<Ready<K>> waitingFor(K key) {
        Kind<K> kind = kinds.get(key);
        return kind == null
                ? List.of()
                : kind.lines().stream()
                        .filter(Line::isOpen)
                        .flatMap(line -> line.all().stream())
                        .map(Waiting::ready)
                        .toList();
    }

    /** Whether others must make room for a kind of driver. */
    public boolean overdue(K key) {
        Kind<K> kind = kinds.get(key);
        return kind != null && kind.passedOver(starts) >= DRIVER_PATIENCE;
    }

    /** What a task run waits for, such as "2 slots of pool gpu"; empty when it does not wait here. */
    public Optional<String> waitsFor(long taskRunId) {
        return Optional.ofNullable(waiting.get(taskRunId)).map(one -> {
            @Nullable Pool<K> pool = pools.of(one.ready());
            return pool == null || (pool.isOpen() && pool.fits(one)) ? "a driver" : pool.wants(one);
        });
    }
}
