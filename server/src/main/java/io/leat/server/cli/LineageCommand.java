package io.leat.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leat lineage}. */
@Command(name = "lineage", description = "Show what a table or model was made from, and what was made from it.")
final class LineageCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "NAME", description = "schema.table, or the name of a model.")
    String name = "";

    LineageCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        JsonNode lineage = context.client().get(Client.LEAT + "lineage/" + Client.part(name));
        if (context.wantsJson()) {
            context.print(lineage);
            return;
        }

        JsonNode dataset = lineage.path("dataset");
        context.print(Fields.dataset(dataset));
        context.print("made from:");
        sources(lineage.path("upstream"), dataset, "  ", new HashSet<>());
        context.print("made into:");
        uses(lineage.path("downstream"), dataset, "  ", new HashSet<>());
    }

    private void sources(JsonNode edges, JsonNode of, String indent, Set<String> seen) {
        boolean none = true;
        for (JsonNode edge : edges) {
            if (isSame(edge.path("output"), of)) {
                for (JsonNode input : edge.path("inputs")) {
                    none = false;
                    branch(indent, input, edge);
                    if (seen.add(Fields.dataset(input))) {
                        sources(edges, input, indent + "  ", seen);
                    }
                }
                for (JsonNode words : edge.path("observed").path("unseen")) {
                    none = false;
                    branch(indent, Json.object().set("name", words), edge);
                }
            }
        }
        end(none, indent);
    }

    private void uses(JsonNode edges, JsonNode of, String indent, Set<String> seen) {
        boolean none = true;
        for (JsonNode edge : edges) {
            for (JsonNode input : edge.path("inputs")) {
                if (isSame(input, of)) {
                    none = false;
                    branch(indent, edge.path("output"), edge);
                    if (seen.add(Fields.dataset(edge.path("output")))) {
                        uses(edges, edge.path("output"), indent + "  ", seen);
                    }
                }
            }
        }
        end(none, indent);
    }

    private void branch(String indent, JsonNode dataset, JsonNode edge) {
        Style style = context.console().style();
        String by = "by %s in run %s%s"
                .formatted(edge.path("task_key").asText(), edge.path("run_id").asText(), observed(edge));
        context.print(indent + Fields.dataset(dataset) + "  " + style.paint(Style.Colour.DIM, by));
    }

    /** Such as {@code , observed: MERGE}; nothing when the task declared it. */
    private static String observed(JsonNode edge) {
        JsonNode operation = edge.path("observed").path("operation");
        return operation.isMissingNode() ? "" : ", observed: " + operation.asText();
    }

    private void end(boolean none, String indent) {
        if (none && indent.length() == 2) {
            context.print(indent + "nothing that is known");
        }
    }

    /** The same thing in the same version, where both tell one. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        boolean versions = one.hasNonNull("version") && other.hasNonNull("version");
        return one.path("name").equals(other.path("name"))
                && (!versions
                        || one.path("version").asLong() == other.path("version").asLong());
    }
}
