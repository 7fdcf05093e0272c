package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.connectors.delta.DeltaTables;
import io.leat.core.batch.Batch;
import io.leat.core.cluster.Protocol;
import io.leat.core.cluster.Query;
import io.leat.core.cluster.QueryResult;
import io.leat.core.cluster.QueryResult.Column;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.jobs.rows.SqlRows;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions beside the task runs, each in a session of its own. */
final class Queries {
    private static final Logger LOG = LoggerFactory.getLogger(Queries.class);
    private static final int AT_ONCE = 2;

    private final AgentSettings settings;
    private final SparkSession spark;
    private final ControlPlane controlPlane;
    private final Set<String> answering = new LinkedHashSet<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "leat-query");
        thread.setDaemon(true);
        return thread;
    });

    Queries(AgentSettings settings, SparkSession spark, ControlPlane controlPlane) {
        this.settings = settings;
        this.spark = spark;
        this.controlPlane = controlPlane;
    }

    /** Takes up those that are not being answered yet; says whether there was one. */
    synchronized boolean answer(List<Query> queries) {
        boolean any = false;
        for (Query query : queries) {
            if (answering.add(query.queryId())) {
                threads.execute(() -> deliver(query));
                any = true;
            }
        }

        return any;
    }

    synchronized List<String> answering() {
        return List.copyOf(answering);
    }

    void close() {
        threads.shutdownNow();
    }

    private void deliver(Query query) {
        try {
            controlPlane.ask(Protocol.RESULT, result(query), JsonNode.class);
        } catch (InterruptedException e) {
            LOG.debug("The driver leaves while {} is answered", query.queryId(), e);
        } catch (LeatException e) {
            LOG.warn("The answer to query {} is not wanted: {}", query.queryId(), e.getMessage());
        } finally {
            synchronized (this) {
                answering.remove(query.queryId());
            }
        }
    }

    private QueryResult result(Query query) {
        String group = "query-" + query.queryId();
        try (TaskSession session = TaskSession.open(spark, settings.warehouse(), group, "query", settings.slots())) {
            return switch (query.kind()) {
                case SQL -> sql(query, session.spark());
                case INSPECT -> told(query, tables(session.spark()).inspect(query.text()));
                case AUDIT -> told(query, tables(session.spark()).audit(query.text()));
                case SETTLE -> told(query, tables(session.spark()).settle(Json.read(query.text(), Batch.class)));
            };
        } catch (Exception | StackOverflowError e) {
            LOG.info("Query {} failed", query.queryId(), e);
            return result(query, List.of(), List.of(), false, Endings.oneLine(e));
        }
    }

    private QueryResult sql(Query query, SparkSession session) throws ParseException {
        ReadOnlySql.check(session, query.text());
        SqlRows rows = SqlRows.of(session.sql(query.text()), query.limit());
        return result(query, rows.columns(), rows.rows(), rows.truncated(), null);
    }

    private DeltaTables tables(SparkSession session) {
        return new DeltaTables(session, settings.warehouse(), settings.workspaceId());
    }

    /** One row of one column, the answer as JSON. */
    private QueryResult told(Query query, Object answer) {
        List<Column> columns = List.of(new Column("description", "string", false, null));
        return result(query, columns, List.of(List.of(TextNode.valueOf(Json.write(answer)))), false, null);
    }

    private QueryResult result(
            Query query, List<Column> columns, List<List<JsonNode>> rows, boolean truncated, @Nullable String error) {
        return new QueryResult(settings.driverId(), query.queryId(), columns, new ArrayList<>(rows), truncated, error);
    }
}
