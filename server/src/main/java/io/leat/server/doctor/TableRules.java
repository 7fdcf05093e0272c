package io.leat.server.doctor;

import io.leat.core.batch.BatchState;
import io.leat.core.batch.Commit;
import io.leat.core.cluster.TableAudit;
import io.leat.core.cluster.TableAudit.Write;
import io.leat.server.store.Survey.KnownBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what the state says of one table with what the table's log said a moment before. */
final class TableRules {
    private static final int SHOWN = 3;
    private static final String OLDER =
            "The state is older than the table, as when a copy of state.db was put back. Put a"
                    + " newer one in its place, if there is one; otherwise the next ingest reads again what these brought.";

    private final TableAudit audit;
    private final List<KnownBatch> known;
    private final Repair settle;
    private final Set<String> inTable;
    private final Map<String, Write> writes = new HashMap<>();
    private final List<String> disagreements = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /** @param settle settles all open batches of ended runs of the table */
    TableRules(TableAudit audit, List<KnownBatch> known, Repair settle) {
        this.audit = audit;
        this.known = known;
        this.settle = settle;
        this.inTable = new HashSet<>(audit.batches());
        audit.writes().forEach(write -> writes.putIfAbsent(write.batchId(), write));
    }

    List<Finding> findings() {
        Optional<Commit> last = known.stream()
                .map(KnownBatch::commit)
                .filter(Objects::nonNull)
                .filter(this::isBeforeTheLook)
                .max(Comparator.comparingLong(Commit::committedAt));
        if (last.isPresent() && !audit.exists()) {
            missing(last.get());
        } else if (last.isPresent() && !last.get().tableId().equals(audit.tableId())) {
            another(last.get());
        } else {
            known.forEach(this::compare);
            disagreements();
            lost();
            unknown();
        }
        open();
        unused();
        return findings;
    }

    /** What was committed while the log was being read is not in what was read. */
    private boolean isBeforeTheLook(Commit commit) {
        return !audit.exists() || !commit.tableId().equals(audit.tableId()) || commit.version() <= audit.version();
    }

    private void missing(Commit last) {
        findings.add(Finding.error(
                "tables.exists",
                "Table %s is gone; the state knows its version %d.".formatted(audit.table(), last.version()),
                "Put the folder back from a copy. Files that were ingested into it count as read; without a copy, ingest"
                        + " them by a job of another name."));
    }

    private void another(Commit last) {
        findings.add(Finding.error(
                "tables.identity",
                "Table %s has the id %s, and Leat wrote %s: another table is in its place."
                        .formatted(audit.table(), audit.tableId(), last.tableId()),
                "Put the former table back, or let the tasks that write it run again; files that were ingested into the"
                        + " former one count as read."));
    }

    private void compare(KnownBatch batch) {
        Commit commit = batch.commit();
        if (batch.state() == BatchState.COMMITTED && commit != null && isBeforeTheLook(commit)) {
            committed(batch.batchId(), commit);
        } else if (batch.state() == BatchState.BURNT) {
            burnt(batch.batchId());
        }
    }

    private void committed(String batchId, Commit commit) {
        Write write = writes.get(batchId);
        String what = "Batch %s of %s".formatted(batchId, audit.table());
        if (write == null) {
            boolean forgotten = commit.committedAt() < audit.idsSince();
            if (!commit.tableId().equals(audit.tableId())) {
                lost.add(batchId);
            } else if ((!inTable.contains(batchId) && !forgotten) || commit.version() >= audit.oldestVersion()) {
                disagreements.add("%s is committed as version %d by the state, and the table does not hold it."
                        .formatted(what, commit.version()));
            }
        } else if (write.burnt()) {
            disagreements.add("%s is committed by the state, and given up by version %d of the table."
                    .formatted(what, write.version()));
        } else if (write.version() != commit.version()) {
            disagreements.add("%s is version %d by the state, and version %d by the table."
                    .formatted(what, commit.version(), write.version()));
        } else if (write.rows() != null
                && commit.rows() != null
                && !write.rows().equals(commit.rows())) {
            disagreements.add(
                    "%s has %d rows by the state, and %d by the table.".formatted(what, commit.rows(), write.rows()));
        } else if (write.lostBy() != null) {
            lost.add(batchId);
        }
    }

    private void burnt(String batchId) {
        Write write = writes.get(batchId);
        if (write != null && !write.burnt()) {
            disagreements.add("Batch %s of %s is given up by the state, and version %d of the table holds it."
                    .formatted(batchId, audit.table(), write.version()));
        }
    }

    private void disagreements() {
        String remedy =
                "The table's log is right. Somebody changed one of the two by hand, or put back a copy of one alone;"
                        + " put back the other to match.";
        disagreements.stream()
                .limit(SHOWN)
                .forEach(each -> findings.add(Finding.error("tables.batches", each, remedy)));
        int more = disagreements.size() - SHOWN;
        if (more > 0) {
            findings.add(Finding.error(
                    "tables.batches", "So it is with %d more batches of %s.".formatted(more, audit.table()), remedy));
        }
    }

    private void lost() {
        if (!lost.isEmpty()) {
            findings.add(Finding.warning(
                    "tables.history",
                    "%d batch(es) of %s were taken away again by a RESTORE, a replacement or a DROP of the table: %s."
                            .formatted(lost.size(), audit.table(), shown(lost)),
                    "Nothing, if that was meant. If not, RESTORE the table to a version that holds them; the files they"
                            + " ingested count as read."));
        }
    }

    private void unknown() {
        Set<String> ids = known.stream().map(KnownBatch::batchId).collect(Collectors.toSet());
        List<String> strange =
                audit.batches().stream().filter(id -> !ids.contains(id)).toList();
        if (!strange.isEmpty()) {
            findings.add(Finding.error(
                    "tables.unknown-batches",
                    "Table %s holds %d batch(es) that the state does not know: %s."
                            .formatted(audit.table(), strange.size(), shown(strange)),
                    OLDER));
        }
    }

    private void open() {
        List<String> open = known.stream()
                .filter(batch -> batch.state() == BatchState.MINTED && batch.ended())
                .map(KnownBatch::batchId)
                .toList();
        if (open.isEmpty()) {
            return;
        }

        List<String> found = open.stream()
                .filter(id -> writes.containsKey(id) && !writes.get(id).burnt())
                .toList();
        String finding = "Of %d batch(es) of ended runs the state does not know whether %s holds them: it holds %d%s."
                .formatted(open.size(), audit.table(), found.size(), found.isEmpty() ? "" : " (" + shown(found) + ")");
        String remedy = "The next run of their task settles them before it writes; so does 'leat doctor --repair'.";
        findings.add((found.isEmpty()
                        ? Finding.note("tables.unsettled", finding, remedy)
                        : Finding.warning("tables.unsettled", finding, remedy))
                .mendedBy(settle));
    }

    private void unused() {
        if (audit.unusedFiles() > 0) {
            findings.add(Finding.note(
                    "tables.unused-files",
                    "%d data file(s) of %s, %,d KiB, are older than a week and of no version that is kept."
                            .formatted(audit.unusedFiles(), audit.table(), (audit.unusedBytes() + 1023) / 1024),
                    "VACUUM on the table deletes them, from any Spark with Delta."));
        }
    }

    private static String shown(List<String> ids) {
        String first = ids.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return ids.size() > SHOWN ? first + ", …" : first;
    }
}
