package io.leat.core.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.leat.core.json.Json;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns the text of a job file into YAML nodes, each with its place. */
final class YamlText {
    static final int DEEPEST = 64;
    private static final int MOST_ALIASES = 10_000;

    private YamlText() {}

    /** The one document of the text; empty when there is none, which is told to {@code problems}. */
    static Optional<Node> parse(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        String yaml = tabsInJsonAsSpaces(text);
        try {
            return isFlat(yaml, settings, problems) ? document(yaml, settings, problems) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(Position::of).orElse(Position.START);
            problems.error(at, "", sentence(e));
        } catch (ReaderException e) {
            problems.error(Position.START, "", "The file is not text: " + oneLine(e));
        } catch (YamlEngineException e) {
            problems.error(Position.START, "", "The file is not YAML: " + oneLine(e));
        }

        return Optional.empty();
    }

    /** YAML takes no tabs between JSON's tokens. In JSON they can stand nowhere else. */
    private static String tabsInJsonAsSpaces(String text) {
        if (!text.stripLeading().startsWith("{") || text.indexOf('\t') < 0) {
            return text;
        }

        try {
            Json.mapper().readTree(text);
            return text.replace('\t', ' ');
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    /** Whether nothing is nested so deeply that reading it would end the thread. */
    private static boolean isFlat(String yaml, LoadSettings settings, Problems problems) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(yaml)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                Position at = event.getStartMark().map(Position::of).orElse(Position.START);
                problems.error(at, "", "More than %d levels of nesting; a job file has about ten.".formatted(DEEPEST));
                return false;
            }
        }

        return true;
    }

    private static Optional<Node> document(String yaml, LoadSettings settings, Problems problems) {
        Iterator<Node> documents =
                new Compose(settings).composeAllFromString(yaml).iterator();
        if (!documents.hasNext()) {
            problems.error(Position.START, "", "The file is empty; a job needs at least one task under tasks.");
            return Optional.empty();
        }

        Node first = documents.next();
        if (documents.hasNext()) {
            problems.error(
                    Position.of(documents.next()), "", "A second document starts here; a job file has only one.");
        }

        return Optional.of(first);
    }

    private static String sentence(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t")) {
            return "A tab cannot indent YAML; use spaces.";
        }

        String start = e.getContextMark()
                .map(Mark::getLine)
                .map(line -> " (from line " + (line + 1) + ")")
                .orElse("");
        String context = e.getContext() == null ? "" : ", " + e.getContext() + start;
        return "Not YAML: " + problem + context + ".";
    }

    private static String oneLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
