package io.leat.connectors.delta;

import io.leat.core.batch.Batch;
import io.leat.core.batch.BatchState;
import io.leat.core.batch.Manifest;
import io.leat.core.batch.Slice;
import io.leat.core.batch.SourceFile;
import io.leat.core.batch.WriteMode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches and names of tables that no other test uses. */
final class Batches {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Batches() {}

    static String newTable() {
        return "bronze.clicks_" + NEXT.incrementAndGet();
    }

    static Batch append(String table) {
        return batch(table, WriteMode.APPEND);
    }

    static Batch overwrite(String table) {
        return batch(table, WriteMode.OVERWRITE);
    }

    static Batch overwrite(String table, Slice slice) {
        Batch batch = overwrite(table);
        return new Batch(
                batch.batchId(),
                table,
                batch.statement(),
                batch.mode(),
                slice,
                batch.manifest(),
                batch.codeHash(),
                List.of(),
                batch.state());
    }

    static Batch merge(String table) {
        return batch(table, WriteMode.MERGE);
    }

    /** An append in the place of appends to one table. */
    static Batch replacing(Batch... old) {
        return replacing(List.of(old), WriteMode.APPEND);
    }

    static Batch replacing(Batch old, WriteMode mode) {
        return replacing(List.of(old), mode);
    }

    private static Batch replacing(List<Batch> old, WriteMode mode) {
        Batch batch = batch(old.get(0).table(), mode);
        return new Batch(
                batch.batchId(),
                batch.table(),
                batch.statement(),
                mode,
                batch.manifest(),
                batch.codeHash(),
                old.stream().map(Batch::batchId).toList(),
                batch.state());
    }

    static Batch withManifest(Batch batch, Manifest manifest) {
        return new Batch(
                batch.batchId(),
                batch.table(),
                batch.statement(),
                batch.mode(),
                manifest,
                batch.codeHash(),
                batch.replaces(),
                batch.state());
    }

    static Batch moved(Batch batch, String table) {
        return new Batch(
                batch.batchId(),
                table,
                batch.statement(),
                batch.mode(),
                batch.manifest(),
                batch.codeHash(),
                batch.replaces(),
                batch.state());
    }

    private static Batch batch(String table, WriteMode mode) {
        String id = "b" + NEXT.incrementAndGet();
        Manifest manifest = Manifest.ofFiles(List.of(new SourceFile("/data/" + id, 1, 2, null)));
        return new Batch(id, table, Batch.TARGET, mode, manifest, "code", List.of(), BatchState.MINTED);
    }
}
