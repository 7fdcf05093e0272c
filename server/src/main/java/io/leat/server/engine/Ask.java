package io.leat.server.engine;

import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.concurrent.CompletableFuture;

/** A question to a driver, and who waits for the answer. */
record Ask(Query query, CompletableFuture<QueryResult> answer) {
    void fail(String why) {
        answer.completeExceptionally(new LeatException(ErrorCode.TEMPORARILY_UNAVAILABLE, why));
    }
}
