package io.leat.jobs.sql;

import io.leat.jobs.rows.SqlRows;
import io.leat.jobs.task.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/** The statements of one task run. */
final class SqlRun {
    /** Of a result that are kept. */
    private static final int MOST_ROWS = 1000;

    private static final String AFFECTED = "num_affected_rows";
    private static final Set<Integer> SETTING = Set.of(SqlBaseLexer.SET, SqlBaseLexer.RESET);

    private final TaskContext context;
    private final SparkSession spark;
    private final List<Statement> statements;
    private final Map<String, String> parameters;
    private final List<List<Marker>> markers = new ArrayList<>();

    SqlRun(TaskContext context, List<Statement> statements, Map<String, String> parameters) {
        this.context = context;
        this.spark = (SparkSession) context.spark();
        this.statements = statements;
        this.parameters = parameters;
    }

    void run() throws InterruptedException {
        check();
        SqlRows last = null;
        for (int i = 0; i < statements.size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }

            Statement statement = statements.get(i);
            context.activity("statement %d of %d: %s".formatted(i + 1, statements.size(), statement.title()));
            SqlRows rows = run(statement, markers.get(i));
            last = rows == null ? last : rows;
        }

        if (last != null) {
            context.output(SqlOutput.of(last));
        }
    }

    /** What is wrong is told before anything is done, as far as it can be known before. */
    private void check() {
        for (Statement statement : statements) {
            List<Marker> found = Markers.of(statement);
            Markers.check(statement.file(), found, parameters.keySet());
            markers.add(found);
        }

        for (int i = 0; i < statements.size(); i++) {
            if (SETTING.contains(statements.get(i).verb())) {
                return; // it may change how what follows is read
            }

            parse(bind(statements.get(i), markers.get(i)), statements.get(i));
        }
    }

    private void parse(Binding binding, Statement statement) {
        try {
            spark.sessionState().sqlParser().parsePlan(binding.sql());
        } catch (ParseException e) {
            throw StatementErrors.of(statement, binding, e);
        }
    }

    private Binding bind(Statement statement, List<Marker> found) {
        boolean raw = Boolean.parseBoolean(spark.conf().get("spark.sql.parser.escapedStringLiterals", "false"));
        return Binding.of(statement, found, parameters, new Literals(!raw));
    }

    private @Nullable SqlRows run(Statement statement, List<Marker> found) throws InterruptedException {
        Binding binding = bind(statement, found);
        long start = System.nanoTime();
        try {
            Dataset<Row> result = spark.sql(binding.sql());
            SqlRows rows = result.schema().isEmpty() ? null : SqlRows.of(result, MOST_ROWS);
            Optional<String> affected = Optional.ofNullable(rows).flatMap(SqlRun::affected);
            tell(statement, start, affected.orElseGet(() -> returned(rows)));
            return affected.isPresent() || SETTING.contains(statement.verb()) ? null : rows;
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            throw StatementErrors.of(statement, binding, e);
        }
    }

    /** What Delta answers to a statement that changes a table. */
    private static Optional<String> affected(SqlRows rows) {
        boolean told =
                rows.columns().get(0).name().equals(AFFECTED) && rows.rows().size() == 1;
        return told
                ? Optional.of(
                        "%s rows affected".formatted(rows.rows().get(0).get(0).asText()))
                : Optional.empty();
    }

    private static String returned(@Nullable SqlRows rows) {
        if (rows == null) {
            return "done";
        }

        return rows.truncated()
                ? "more than %d rows".formatted(MOST_ROWS)
                : rows.rows().size() + " rows";
    }

    private void tell(Statement statement, long start, String what) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        int line = statement.file().line(statement.start());
        context.log("%s:%d: %s: %s, %d ms".formatted(statement.file().name(), line, statement.title(), what, millis));
    }
}
