package io.leat.jobs.ingest;

import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import io.leat.core.error.Nearest;
import io.leat.core.job.IngestTask.Format;
import io.leat.core.job.IngestTask.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.CSVOptions$;
import org.apache.spark.sql.catalyst.json.JSONOptions$;
import org.apache.spark.sql.execution.datasources.parquet.ParquetOptions$;
import scala.jdk.javaapi.CollectionConverters;

/** The options of a source for Spark's reader, and those that Leat sets itself. */
final class SourceOptions {
    /** The column in which Spark leaves the text of a record that does not fit. */
    static final String RAW = "__leat_raw";

    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("mode", "what becomes of records that do not fit is said by on_bad_records."),
            Map.entry("columnnameofcorruptrecord", "bad records go to the quarantine table; leave this out."),
            Map.entry("inferschema", "types are inferred whenever no schema is given; leave this out."),
            Map.entry("enforceschema", "columns are matched by the names in the header; leave this out."),
            Map.entry("columnpruning", "every field of a record is checked; leave this out."),
            Map.entry("mergeschema", "the schemas of all files are compared; leave this out."),
            Map.entry("singlevariantcolumn", "records become columns; leave this out."),
            Map.entry("recursivefilelookup", "directories are always read recursively; leave this out."),
            Map.entry("pathglobfilter", "write the glob into source.path."));

    private final Format format;
    private final Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    SourceOptions(Source source) {
        this.format = source.format();
        if (source.options() != null) {
            given.putAll(source.options());
        }
        Set<String> known = known(format);
        for (String option : given.keySet()) {
            check(option, known);
        }
    }

    private void check(String option, Set<String> known) {
        String instead = RESERVED.get(option.toLowerCase(Locale.ROOT));
        if (instead != null) {
            throw IngestErrors.reserved(option, instead);
        }
        if (!known.contains(option)) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "ingest_task.source.options.%s: Spark's reader for %s has no such option%s"
                            .formatted(
                                    option, format.name().toLowerCase(Locale.ROOT), Nearest.didYouMean(option, known)));
        }
    }

    private static Set<String> known(Format format) {
        scala.collection.Set<String> options = switch (format) {
            case CSV -> CSVOptions$.MODULE$.getAllOptions();
            case JSON -> JSONOptions$.MODULE$.getAllOptions();
            case PARQUET -> ParquetOptions$.MODULE$.getAllOptions();
        };
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(CollectionConverters.asJava(options));
        return known;
    }

    /** Whether records of the format can fail to fit; Parquet's cannot. */
    boolean canBeBad() {
        return format != Format.PARQUET;
    }

    boolean hasHeader() {
        return format == Format.CSV && csv().headerFlag();
    }

    CSVOptions csv() {
        return new CSVOptions(scalaMap(given), false, "UTC");
    }

    /** For reading: a record that does not fit keeps its text in {@link #RAW}, and all its fields are looked at. */
    Map<String, String> forReading() {
        Map<String, String> options = new TreeMap<>(given);
        if (canBeBad()) {
            options.put("mode", "PERMISSIVE");
            options.put("columnNameOfCorruptRecord", RAW);
        }
        if (format == Format.CSV) {
            options.put("columnPruning", "false");
        }
        return options;
    }

    /** For inference: only what is written out in full counts as a time, so that 12:30 or 2026 stay what they are. */
    Map<String, String> forInference() {
        Map<String, String> options = new TreeMap<>(given);
        options.put("mode", "DROPMALFORMED");
        options.put("inferSchema", "true");
        options.put("inferTimestamp", "true");
        options.putIfAbsent("timestampFormat", "yyyy-MM-dd['T'][ ]HH:mm[:ss[.SSSSSSSSS]][XXX]");
        options.put("__globPaths__", "false");
        return options;
    }

    static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> options) {
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(options));
    }
}
