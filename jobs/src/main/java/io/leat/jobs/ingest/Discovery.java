package io.leat.jobs.ingest;

import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.OnChanged;
import io.leat.jobs.table.CodeHash;
import io.leat.jobs.task.TaskContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;

/** Which files of the source a batch should read. */
final class Discovery {
    private final TaskContext context;
    private final IngestTask task;
    private final String path;
    private final Configuration hadoop;

    Discovery(TaskContext context, IngestTask task, String path) {
        this.context = context;
        this.task = task;
        this.path = path;
        this.hadoop = ((SparkSession) context.spark()).sessionState().newHadoopConf();
    }

    /** Files that the table does not hold, with their hashes. */
    List<SourceFile> fresh() throws IOException, InterruptedException {
        List<SourceFile> listed = list();
        ListingAnswer answer = context.listing(task.target(), listed);
        checkTouched(answer.touched(), listed);
        List<SourceFile> fresh = ContentHashes.of(answer.fresh(), hadoop);
        context.log(String.format(
                Locale.ROOT,
                "%,d files at %s; %,d are new, %,d were ingested before.",
                listed.size(),
                path,
                fresh.size(),
                answer.known() + answer.touched().size()));
        return fresh;
    }

    /** All files, or none when the table is what this task made of these very files. */
    List<SourceFile> allUnlessUnchanged() throws IOException, InterruptedException {
        List<SourceFile> files = ContentHashes.of(list(), hadoop);
        String manifest = Manifest.ofFiles(files).hash();
        if (LastWrite.of(context, task.target()).isOf(manifest, CodeHash.of(context.assignment()))) {
            context.log("The files at %s are those that %s was made from; nothing to do.".formatted(path, task.target()));
            return List.of();
        }
        return files;
    }

    private List<SourceFile> list() throws IOException, InterruptedException {
        return new SourceListing(path, hadoop, context::log).list();
    }

    /** Files that look changed are compared by their content. */
    private void checkTouched(List<SourceFile> touched, List<SourceFile> listed)
            throws IOException, InterruptedException {
        List<String> changed = changed(touched, listed);
        if (changed.isEmpty()) {
            return;
        }
        if (task.onChanged() != OnChanged.IGNORE) {
            throw IngestErrors.changed(changed);
        }
        context.log("%d files have other content than when they were ingested; their first rows stay: %s"
                .formatted(changed.size(), changed));
    }

    /** A batch that was begun can be read only while its files are what they were. */
    void requireUnchanged(List<SourceFile> files) throws IOException, InterruptedException {
        List<SourceFile> now = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (SourceFile file : files) {
            Path at = new Path(file.path());
            try {
                FileStatus status = at.getFileSystem(hadoop).getFileStatus(at);
                now.add(new SourceFile(file.path(), status.getLen(), status.getModificationTime(), null));
            } catch (FileNotFoundException e) {
                gone.add(file.path());
            }
        }
        gone.addAll(changed(files, now));
        if (!gone.isEmpty()) {
            throw IngestErrors.changedSinceMinted(gone);
        }
    }

    private List<String> changed(List<SourceFile> before, List<SourceFile> now)
            throws IOException, InterruptedException {
        Map<String, SourceFile> byPath = new HashMap<>();
        before.forEach(file -> byPath.put(file.path(), file));
        List<SourceFile> suspects = now.stream()
                .filter(file -> byPath.containsKey(file.path()))
                .filter(file -> !byPath.get(file.path()).looksLike(file))
                .toList();
        Map<String, String> hashes = new HashMap<>();
        ContentHashes.of(suspects, hadoop).forEach(file -> hashes.put(file.path(), file.hash()));
        return suspects.stream()
                .map(SourceFile::path)
                .filter(file -> !byPath.get(file).hash().equals(hashes.get(file)))
                .toList();
    }
}
