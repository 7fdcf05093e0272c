package io.leat.core.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pools there are, and the claims of the task runs that have a driver. */
final class Pools<K> {
    private final Map<String, Pool<K>> pools = new TreeMap<>();
    private final Map<Long, Claim> claims = new HashMap<>();

    @Nullable
    Pool<K> of(Ready<K> ready) {
        return ready.claim() == null ? null : of(ready.claim().pool());
    }

    Pool<K> of(String name) {
        return pools.computeIfAbsent(name, Pool::new);
    }

    /** The pool of one that claims slots. */
    Pool<K> ofClaim(Waiting<K> claiming) {
        return Objects.requireNonNull(of(claiming.ready()), "no pool is claimed");
    }

    void claim(long taskRunId, Claim claim) {
        if (claims.putIfAbsent(taskRunId, claim) == null) {
            of(claim.pool()).use(claim.slots());
        }
    }

    void release(long taskRunId) {
        Claim claim = claims.remove(taskRunId);
        if (claim != null) {
            Pool<K> pool = of(claim.pool());
            pool.use(-claim.slots());
            forget(pool);
        }
    }

    void forget(Pool<K> pool) {
        if (pool.isForgotten()) {
            pools.remove(pool.name());
        }
    }

    List<PoolUse> use() {
        return pools.values().stream().map(Pool::use).toList();
    }
}
