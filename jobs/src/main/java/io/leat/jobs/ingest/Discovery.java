package io.leat.jobs.ingest;

import io.leat.core.batch.Manifest;
import io.leat.core.batch.SourceFile;
import io.leat.core.cluster.ListingAnswer;
import io.leat.core.job.IngestTask;
import io.leat.core.job.IngestTask.OnChanged;
import io.leat.jobs.task.TaskContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
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

    String path() {
        return path;
    }

    /** Files that the table does not hold, and those whose rows a repair takes away first, with their hashes. */
    List<SourceFile> fresh() throws IOException, InterruptedException {
        SourceListing listing = listing();
        List<SourceFile> listed = listing.list();
        ListingAnswer answer = new SourcePosition(context, task.target()).compare(listed);
        checkTouched(answer.touched(), listed);
        if (!answer.again().isEmpty() || !answer.missing().isEmpty()) {
            return again(answer, listing);
        }
        List<SourceFile> fresh = ContentHashes.of(answer.fresh(), hadoop);
        context.log(String.format(
                Locale.ROOT,
                "%,d files at %s; %,d are new, %,d were ingested before.",
                listed.size(),
                path,
                fresh.size(),
                answer.known() + answer.touched().size()));
        if (answer.lost() > 0) {
            context.log(String.format(
                    Locale.ROOT,
                    "%,d of the new files were read before, into rows that %s does not hold any more: it was made anew,"
                            + " replaced or restored. They are read again.",
                    answer.lost(),
                    task.target()));
        }
        return fresh;
    }

    /** A repair of what had been ingested reads the same files as they are now, and new ones. */
    private List<SourceFile> again(ListingAnswer answer, SourceListing listing)
            throws IOException, InterruptedException {
        requireThere(answer.missing(), listing.growing());
        List<SourceFile> files = new ArrayList<>(answer.fresh());
        files.addAll(answer.again());
        files.sort(Comparator.comparing(SourceFile::path));
        if (files.isEmpty()) {
            throw IngestErrors.nothingInstead(path, answer.missing().size());
        }
        context.log(String.format(
                Locale.ROOT,
                "%,d files that this run had ingested are read again as they are now, and %,d new ones with them.",
                answer.again().size(),
                answer.fresh().size()));
        if (!answer.missing().isEmpty()) {
            context.log(String.format(
                    Locale.ROOT,
                    "%,d files that this run had ingested are not at %s any more; their rows are taken away.",
                    answer.missing().size(),
                    path));
        }
        return ContentHashes.of(files, hadoop);
    }

    /** Rows of files that are gone could not be made again. */
    private void requireThere(List<SourceFile> files, List<SourceFile> growing) throws IOException {
        List<String> gone = new ArrayList<>();
        for (SourceFile file : files) {
            boolean grows = growing.stream().anyMatch(other -> other.path().equals(file.path()));
            if (grows || now(file).isEmpty()) {
                gone.add(file.path());
            }
        }
        if (!gone.isEmpty()) {
            throw IngestErrors.goneSinceIngested(gone);
        }
    }

    /** All files, or none when the table is what this task made of these very files. */
    List<SourceFile> allUnlessUnchanged() throws IOException, InterruptedException {
        List<SourceFile> files = ContentHashes.of(listing().list(), hadoop);
        String manifest = Manifest.ofFiles(files).hash();
        if (LastWrite.of(context, task.target())
                .isOf(manifest, context.assignment().codeHash())) {
            context.log(
                    "The files at %s are those that %s was made from; nothing to do.".formatted(path, task.target()));
            return List.of();
        }
        return files;
    }

    private SourceListing listing() throws IOException {
        return new SourceListing(path, hadoop, context::log);
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

    /** As {@link #requireUnchanged}, where a write is under way. */
    void requireStill(List<SourceFile> files) {
        try {
            requireUnchanged(files);
        } catch (IOException e) {
            throw IngestErrors.unreadable(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("looking at the files again was interrupted");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /** A batch stands for its files as they were when it was minted. */
    void requireUnchanged(List<SourceFile> files) throws IOException, InterruptedException {
        List<String> different = different(files);
        if (!different.isEmpty()) {
            throw IngestErrors.changedSinceMinted(different);
        }
    }

    boolean isUnchanged(List<SourceFile> files) throws IOException, InterruptedException {
        return different(files).isEmpty();
    }

    /** The files that are gone, and then those of other content. */
    private List<String> different(List<SourceFile> files) throws IOException, InterruptedException {
        List<Callable<Optional<SourceFile>>> looks = new ArrayList<>();
        files.forEach(file -> looks.add(() -> now(file)));
        List<SourceFile> now =
                Parallel.all(looks).stream().flatMap(Optional::stream).toList();
        Set<String> there = now.stream().map(SourceFile::path).collect(Collectors.toSet());
        List<String> different = new ArrayList<>(files.stream()
                .map(SourceFile::path)
                .filter(file -> !there.contains(file))
                .toList());
        different.addAll(changed(files, now));
        return different;
    }

    private Optional<SourceFile> now(SourceFile file) throws IOException {
        Path at = new Path(file.path());
        try {
            FileStatus status = at.getFileSystem(hadoop).getFileStatus(at);
            return Optional.of(new SourceFile(file.path(), status.getLen(), status.getModificationTime(), null));
        } catch (FileNotFoundException gone) {
            return Optional.empty();
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
