package io.leat.core.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.ErrorCode;
import io.leat.core.error.LeatException;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * A job as the Jobs API is given it. It must make sense; that Leat can do all it asks for shows when it runs, so that
 * what other tools deploy can be kept.
 */
public final class JobDefinition {
    private JobDefinition() {}

    /**
     * Checks settings and returns them with every value of its type; fields that are not known are kept. A job without
     * tasks is one that will get some.
     *
     * @throws LeatException when they make no sense; it tells all that is wrong, each with its field
     */
    public static ObjectNode checked(ObjectNode settings) {
        Problems problems = new Problems();
        Positions positions = new Positions();
        ObjectNode bound = YamlText.parse(settings.toString(), problems)
                .filter(MappingNode.class::isInstance)
                .map(node -> new Binder(positions, problems).bind((MappingNode) node))
                .orElse(settings);
        Place job = new Place(bound, "", positions, problems);
        if (!job.field("tasks").isEmpty()) {
            JobRules.check(job);
        }

        List<Problem> errors = problems.errors();
        if (!errors.isEmpty()) {
            throw new LeatException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    errors.stream().map(JobDefinition::line).collect(Collectors.joining("\n")));
        }

        return bound;
    }

    private static String line(Problem problem) {
        return problem.path().isEmpty() ? problem.message() : problem.path() + ": " + problem.message();
    }
}
