package io.leat.server.engine;

import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Questions to drivers: who waits for an answer, and which no driver has been given yet. */
final class Asks {
    private final Map<String, CompletableFuture<QueryResult>> open = new ConcurrentHashMap<>();
    private final Deque<Query> waiting = new ArrayDeque<>();
    private final Set<String> askedAgain = new HashSet<>();

    /** Waits for a driver; for the engine's thread. */
    void add(Query query, CompletableFuture<QueryResult> answer) {
        open.put(query.queryId(), answer);
        waiting.add(query);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Gives all that waits to a driver that can take it, if there is one. */
    boolean handOut(Step step, Collection<Driver> drivers) {
        Optional<Driver> warm = drivers.stream()
                .filter(driver -> driver.isReady() && !driver.pool.isAlone())
                .findFirst();
        warm.ifPresent(driver -> {
            waiting.forEach(query -> driver.queries.put(query.queryId(), query));
            waiting.clear();
            step.after(driver::wake);
        });
        return warm.isPresent();
    }

    /** A driver has answered. */
    void answered(Step step, Driver driver, QueryResult result) {
        driver.queries.remove(result.queryId());
        askedAgain.remove(result.queryId());
        driver.idleSince = step.now();
        step.after(() -> {
            CompletableFuture<QueryResult> answer = open.remove(result.queryId());
            if (answer != null) {
                answer.complete(result);
            }
        });
    }

    /** Its driver has ended: another one is asked, but once only, since it may have been the question that ended it. */
    void again(Step step, Query query, String why) {
        if (open.containsKey(query.queryId()) && askedAgain.add(query.queryId())) {
            waiting.add(query);
        } else {
            step.after(() -> fail(query.queryId(), why));
        }
    }

    void fail(String queryId, String why) {
        CompletableFuture<QueryResult> answer = open.remove(queryId);
        if (answer != null) {
            answer.completeExceptionally(new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, why));
        }
    }

    /** No driver will come for what waits. */
    void failAll(Step step, String why) {
        for (Query query : waiting) {
            step.after(() -> fail(query.queryId(), why));
        }

        waiting.clear();
    }
}
