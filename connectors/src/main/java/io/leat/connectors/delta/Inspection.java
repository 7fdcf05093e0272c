package io.leat.connectors.delta;

import io.leat.core.cluster.QueryResult.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** Describes a table from its log. */
final class Inspection {
    private static final int MOST_VERSIONS = 1000;

    private Inspection() {}

    static TableDescription of(TableLog log, Snapshot now) {
        List<AddFile> listed = Commits.listedFiles(now);
        List<AddFile> files = listed == null ? now.allFiles().collectAsList() : listed;
        return new TableDescription(
                log.name().toString(),
                now.metadata().id(),
                now.version(),
                Commits.totalRows(files),
                files.stream().mapToLong(AddFile::size).sum(),
                now.metadata().description(),
                columns(now),
                Scala.map(now.metadata().configuration()),
                versions(log, now.version()));
    }

    private static List<Column> columns(Snapshot now) {
        return Arrays.stream(now.schema().fields())
                .map(field -> new Column(field.name(), field.dataType().sql(), field.nullable(), comment(field)))
                .toList();
    }

    private static @Nullable String comment(StructField field) {
        return Scala.orNull(field.getComment());
    }

    private static List<TableVersion> versions(TableLog log, long newest) {
        CommitLog commits = new CommitLog(log.delta());
        List<TableVersion> versions = new ArrayList<>();
        for (long version = newest; version >= 0 && versions.size() < MOST_VERSIONS; version--) {
            CommitInfo info = commits.info(version);
            if (info == null) {
                break;
            }

            versions.add(version(version, info, CommitNote.parse(Scala.orNull(info.userMetadata()))));
        }

        return versions;
    }

    private static TableVersion version(long version, CommitInfo info, @Nullable CommitNote note) {
        long at = info.timestamp().getTime();
        if (note != null && note.isBurnt()) {
            return new TableVersion(version, at, TableVersion.BURN, null, 0L);
        }

        String batchId = note == null ? null : note.batch();
        return new TableVersion(version, at, info.operation(), batchId, Commits.rows(info));
    }
}
