package io.leat.server.doctor;

import io.leat.core.cluster.TableAudit;
import io.leat.core.error.LeatException;
import io.leat.server.store.StoreLook.BrokenStore;
import io.leat.server.store.Survey;
import io.leat.server.store.Survey.KnownBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the state says of each table is what the table's own log says. */
final class TablesCheck implements Check {
    private static final String NAME = "tables.readable";

    private final StateFile state;
    private final boolean answers;
    private final @Nullable Boolean wanted;
    private final Supplier<TableLogs> logs;

    TablesCheck(StateFile state, boolean answers, @Nullable Boolean wanted, Supplier<TableLogs> logs) {
        this.state = state;
        this.answers = answers;
        this.wanted = wanted;
        this.logs = logs;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() throws BrokenStore {
        List<String> tables = state.ask(List.of(), Survey::tables);
        if (tables.isEmpty()) {
            return List.of(Finding.ok(NAME, "no tables yet"));
        }

        Optional<Finding> skipped = skipped(tables.size(), state.ask(0L, Survey::activeRuns));
        if (skipped.isPresent()) {
            return List.of(skipped.get());
        }

        TableLogs reader = logs.get();
        List<Finding> findings = new ArrayList<>();
        for (String table : tables) {
            findings.addAll(look(reader, table));
        }
        findings.add(Finding.ok(NAME, "looked at " + tables.size()));
        return findings;
    }

    /** A check should not let runs go on by the way, as the start of a control plane does. */
    private Optional<Finding> skipped(int tables, long activeRuns) {
        if (Boolean.FALSE.equals(wanted)) {
            return Optional.of(Finding.note(NAME, "%d table(s) were not looked at.".formatted(tables), ""));
        }

        if (!answers && wanted == null && activeRuns > 0) {
            return Optional.of(Finding.note(
                    NAME,
                    "%d table(s) were not looked at: that needs a control plane, and with one %d run(s) would go on."
                            .formatted(tables, activeRuns),
                    "'leat doctor --tables' starts it all the same."));
        }

        return Optional.empty();
    }

    /** The log first: a batch is in the state before it is in its table. */
    private List<Finding> look(TableLogs reader, String table) throws BrokenStore {
        TableAudit audit;
        try {
            audit = reader.audit(table);
        } catch (LeatException e) {
            return List.of(Finding.error(NAME, "Table %s cannot be read: %s".formatted(table, e.getMessage()), ""));
        }

        List<KnownBatch> known = state.ask(List.of(), survey -> survey.batches(table));
        return new TableRules(audit, known, () -> reader.settle(table)).findings();
    }
}
