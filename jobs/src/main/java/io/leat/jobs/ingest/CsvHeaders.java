package io.leat.jobs.ingest;

import com.univocity.parsers.csv.CsvParser;
import io.leat.core.batch.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.jspecify.annotations.Nullable;

/** The first records of CSV files, read with the parser that Spark itself uses. */
final class CsvHeaders {
    private final CSVOptions options;
    private final Configuration hadoop;

    CsvHeaders(CSVOptions options, Configuration hadoop) {
        this.options = options;
        this.hadoop = hadoop;
    }

    /** The files by their columns; those without any, being empty, are left out. */
    Map<List<String>, List<SourceFile>> group(List<SourceFile> files) throws IOException, InterruptedException {
        List<Callable<List<String>>> work = new ArrayList<>();
        for (SourceFile file : files) {
            work.add(() -> header(new Path(file.path())));
        }
        List<List<String>> headers = Parallel.all(work);
        Map<List<String>, List<SourceFile>> groups = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (!headers.get(i).isEmpty()) {
                groups.computeIfAbsent(headers.get(i), h -> new ArrayList<>()).add(files.get(i));
            }
        }
        return groups;
    }

    private List<String> header(Path path) throws IOException {
        CsvParser parser = new CsvParser(options.asParserSettings());
        try (Reader text = new InputStreamReader(open(path), options.charset())) {
            parser.beginParsing(text);
            String[] names = parser.parseNext();
            return names == null ? List.of() : named(names);
        } finally {
            parser.stopParsing();
        }
    }

    private InputStream open(Path path) throws IOException {
        InputStream raw = path.getFileSystem(hadoop).open(path);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
        return codec == null ? raw : codec.createInputStream(raw);
    }

    /** As they stand there; a column without a name has its place for one. */
    private static List<String> named(@Nullable String[] names) {
        List<String> named = new ArrayList<>();
        for (String name : Arrays.asList(names)) {
            String text = name == null ? "" : name.replace("\uFEFF", "");
            named.add(text.isBlank() ? "_c" + named.size() : text);
        }
        return List.copyOf(named);
    }
}
