package io.leat.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskGraphTest {
    @Test
    void everyTaskComesAfterThoseItWaitsFor() {
        TaskGraph graph = graph("d:b,c", "b:a", "c:a", "a:");

        assertThat(graph.order().stream().map(graph::key)).containsExactly("a", "b", "c", "d");
        assertThat(graph.isLeaf(graph.find("d").orElseThrow())).isTrue();
        assertThat(graph.downstream(graph.find("a").orElseThrow())).containsExactlyInAnyOrder(1, 2);
        assertThat(graph.findCycle()).isEmpty();
    }

    @Test
    void aCycleIsNamedInTheDirectionOfTheData() {
        TaskGraph graph = graph("x:", "a:x,c", "b:a", "c:b", "y:c");

        assertThat(graph.findCycle()).hasValueSatisfying(cycle -> {
            assertThat(cycle).hasSize(4).startsWith(cycle.get(3));
            assertThat(String.join("", cycle) + String.join("", cycle.subList(1, 4)))
                    .contains("abca");
        });
        assertThatThrownBy(graph::order).hasMessageContaining("cycle");
    }

    @Test
    void aDependencyNamedTwiceCountsOnce() {
        TaskGraph graph = graph("a:", "b:a,a");

        assertThat(graph.upstream(1)).containsExactly(0);
        assertThat(graph.order()).containsExactly(0, 1);
    }

    @Test
    void aTaskThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> graph("b:a")).hasMessage("no task a");
    }

    private static TaskGraph graph(String... tasks) {
        Map<String, List<String>> dependencies = new LinkedHashMap<>();
        for (String task : tasks) {
            String[] parts = task.split(":", 2);
            dependencies.put(parts[0], parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",")));
        }

        return TaskGraph.of(dependencies);
    }
}
