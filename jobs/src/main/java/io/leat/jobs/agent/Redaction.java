package io.leat.jobs.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leat.core.batch.Commit;
import io.leat.core.cluster.ModelReport;
import io.leat.core.json.Json;
import io.leat.core.lineage.ColumnLineage;
import io.leat.core.lineage.Dataset;
import io.leat.core.lineage.Lineage;
import io.leat.core.lineage.Observed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of secrets out of what leaves the driver: as they are, and as they look in a URL, in base64, in
 * JSON, and line by line. Ids and table names by which the control plane knows things again stay as they are.
 */
final class Redaction {
    static final String MARK = "[REDACTED]";

    private final @Nullable Pattern forms;

    Redaction(List<String> secrets) {
        Set<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.<String>naturalOrder()));
        secrets.forEach(secret -> addForms(all, secret));
        all.remove("");
        this.forms = all.isEmpty()
                ? null
                : Pattern.compile(all.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    private static void addForms(Set<String> all, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = Json.write(secret);
        all.add(secret);
        all.add(url);
        all.add(url.replace("+", "%20"));
        all.add(json.substring(1, json.length() - 1));
        all.add(Base64.getEncoder().encodeToString(bytes));
        all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        secret.lines().filter(line -> line.length() > 3).forEach(all::add);
    }

    boolean hasSecrets() {
        return forms != null;
    }

    String clean(String text) {
        return forms == null ? text : forms.matcher(text).replaceAll(MARK);
    }

    List<String> clean(List<String> lines) {
        return forms == null ? lines : lines.stream().map(this::clean).toList();
    }

    <V> Map<String, V> cleanNames(Map<String, V> values) {
        Map<String, V> clean = new LinkedHashMap<>();
        values.forEach((name, value) -> clean.put(clean(name), value));
        return clean;
    }

    /** Texts in it, and names of fields. */
    JsonNode clean(JsonNode json) {
        if (forms == null) {
            return json;
        } else if (json.isTextual()) {
            return TextNode.valueOf(clean(json.textValue()));
        } else if (json.isArray()) {
            ArrayNode clean = Json.mapper().createArrayNode();
            json.forEach(element -> clean.add(clean(element)));
            return clean;
        } else if (json.isObject()) {
            ObjectNode clean = Json.object();
            json.properties().forEach(field -> clean.set(clean(field.getKey()), clean(field.getValue())));
            return clean;
        }

        return json;
    }

    @Nullable
    JsonNode cleanNullable(@Nullable JsonNode json) {
        return json == null ? null : clean(json);
    }

    @Nullable
    Map<String, JsonNode> cleanValues(@Nullable Map<String, JsonNode> values) {
        if (values == null) {
            return null;
        }

        Map<String, JsonNode> clean = new LinkedHashMap<>();
        values.forEach((name, value) -> clean.put(clean(name), clean(value)));
        return clean;
    }

    Commit clean(Commit c) {
        return new Commit(
                c.batchId(),
                c.table(),
                c.tableId(),
                c.version(),
                c.rows(),
                c.totalRows(),
                c.bytes(),
                c.committedAt(),
                c.adopted(),
                cleanNullable(c.schema()));
    }

    Lineage clean(Lineage lineage) {
        return new Lineage(
                clean(lineage.output()),
                lineage.inputs().stream().map(this::clean).toList(),
                lineage.columns().stream().map(this::clean).toList(),
                lineage.observed() == null ? null : clean(lineage.observed()));
    }

    private Observed clean(Observed observed) {
        return new Observed(observed.operation(), observed.rows(), clean(observed.unseen()));
    }

    ModelReport clean(ModelReport m) {
        Map<String, String> parameters = new LinkedHashMap<>();
        m.parameters().forEach((name, value) -> parameters.put(clean(name), clean(value)));
        return new ModelReport(
                m.modelId(),
                m.name(),
                m.algorithm(),
                m.path(),
                cleanNames(m.metrics()),
                parameters,
                clean(m.features()),
                clean(m.label()),
                m.trainedOn(),
                m.trainRows(),
                m.testRows());
    }

    private Dataset clean(Dataset dataset) {
        return new Dataset(dataset.kind(), clean(dataset.name()), dataset.version());
    }

    private ColumnLineage clean(ColumnLineage column) {
        return new ColumnLineage(
                clean(column.column()),
                column.sources().stream()
                        .map(source -> new ColumnLineage.Source(clean(source.dataset()), clean(source.column())))
                        .toList(),
                column.kind());
    }

    private @Nullable String cleanNullable(@Nullable String text) {
        return text == null ? null : clean(text);
    }
}
