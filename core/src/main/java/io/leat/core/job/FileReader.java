package io.leat.core.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Reads one job out of a file's text: finds its settings, binds them, and puts every rule to them. */
final class FileReader {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z][\\w.\\-\\[\\]]*\\}");
    private static final String BUNDLE = "resources";

    private final Problems problems = new Problems();
    private final Positions positions = new Positions();

    Problems problems() {
        return problems;
    }

    ObjectNode read(String text) {
        return YamlText.parse(text, problems)
                .flatMap(this::settings)
                .map(this::bind)
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    private ObjectNode bind(MappingNode settings) {
        ObjectNode job = new Binder(positions, problems).bind(settings);
        Place place = new Place(job, "", positions, problems);
        JobRules.check(place, Reading.FILE);
        Supported.check(place);
        ReadRules.check(place);
        checkPlaceholders(place);
        return job;
    }

    private Optional<MappingNode> settings(Node root) {
        if (!(root instanceof MappingNode mapping)) {
            problems.error(Position.of(root), "", "A job file is a mapping with tasks and more; this is not one.");
            return Optional.empty();
        }

        Map<String, NodeTuple> entries = Entries.of(mapping, "", new Problems());
        return entries.containsKey(BUNDLE) && !entries.containsKey("tasks") ? bundled(entries) : Optional.of(mapping);
    }

    private Optional<MappingNode> bundled(Map<String, NodeTuple> bundle) {
        Node resources = bundle.get(BUNDLE).getValueNode();
        Optional<Node> jobs = child(resources, "jobs");
        Map<String, NodeTuple> found = jobs.filter(MappingNode.class::isInstance)
                .map(node -> Entries.of((MappingNode) node, "", problems))
                .orElse(Map.of());
        if (found.size() != 1) {
            String message = found.isEmpty()
                    ? "This bundle has no job under resources.jobs."
                    : "This bundle has several jobs: %s. Put the one to run into a file of its own."
                            .formatted(String.join(", ", found.keySet()));
            problems.error(Position.of(jobs.orElse(resources)), "", message);
            return Optional.empty();
        }

        warnOfRest(bundle);
        Node job = found.values().iterator().next().getValueNode();
        if (job instanceof MappingNode settings) {
            return Optional.of(settings);
        }

        problems.error(Position.of(job), "", "A job is a mapping with tasks and more; this is not one.");
        return Optional.empty();
    }

    private void warnOfRest(Map<String, NodeTuple> bundle) {
        String rest = bundle.keySet().stream()
                .filter(name -> !name.equals(BUNDLE) && !name.equals("bundle"))
                .collect(Collectors.joining(", "));
        if (!rest.isEmpty()) {
            problems.warning(
                    Position.START,
                    "",
                    "Of this bundle only the job is read; these have no effect: %s.".formatted(rest));
        }
    }

    private Optional<Node> child(Node node, String name) {
        return node instanceof MappingNode mapping
                ? Optional.ofNullable(Entries.of(mapping, "", problems).get(name))
                        .map(NodeTuple::getValueNode)
                : Optional.empty();
    }

    private void checkPlaceholders(Place place) {
        PLACEHOLDER
                .matcher(place.text())
                .results()
                .map(match -> match.group())
                .distinct()
                .forEach(found -> place.error(
                        "%s is not known to Leat; write its value, or a job parameter as {{job.parameters.…}}."
                                .formatted(found)));
        place.elements().forEach(this::checkPlaceholders);
        place.fields().forEach(this::checkPlaceholders);
    }
}
