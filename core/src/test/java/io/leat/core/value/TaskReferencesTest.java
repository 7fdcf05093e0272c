package io.leat.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.core.value.Mistake.Kind;
import io.leat.core.value.RunFacts.Workspace;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References to other tasks, to the input of an iteration and to what started a run. */
class TaskReferencesTest {
    private static final Map<String, TaskFacts> TASKS = Map.of(
            "good",
            new TaskFacts(
                    7,
                    "SUCCESS",
                    "SUCCESS",
                    2,
                    "/a/b",
                    Map.of(
                            "n", json("12"),
                            "d", json("1.5"),
                            "yes", json("true"),
                            "no", json("false"),
                            "text", json("\"two words\""),
                            "empty", json("\"\""),
                            "list", json("[1, \"a\"]"),
                            "object", json("{\"k\": {\"m\": null}}"),
                            "my key", json("\"k\""))),
            "my-task",
            new TaskFacts(8, "UPSTREAM_FAILED", "RUN_EXECUTION_ERROR", 0, null, Map.of()),
            "waiting",
            new TaskFacts(9, null, null, 0, null, Map.of()));

    private static final Scope SCOPE = new Scope(List.of(), Set.of("a", "b", "c"), Set.of("b")::contains, false);

    private static JsonNode json(String text) {
        return Json.parse(text, JsonNode.class);
    }

    private static Values values(String input) {
        Trigger trigger = new Trigger(
                "periodic",
                ZonedDateTime.parse("2026-03-01T00:30:00+05:45[Asia/Kathmandu]"),
                Map.of(
                        "file_arrival.location", "s3://in",
                        "table_update.main.s.t.version", "4",
                        "table_update.main.s.t.commit_timestamp.year", "2025"));
        RunFacts run = new RunFacts(
                1,
                "j",
                2,
                0,
                Map.of("from", "{{backfill.iso_date}}"),
                Instant.parse("2026-02-28T18:45:01Z"),
                trigger,
                Instant.parse("2024-12-31T00:00:00Z"),
                new Workspace("w", "u"));
        return new Values(
                run,
                new CurrentTask("t", 3, 0, 1, "/n"),
                key -> Optional.ofNullable(TASKS.get(key)),
                input == null ? null : json(input),
                Secrets.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{{tasks.good.run_id}} | 7",
                "{{tasks.good.result_state}} | success",
                "<{{tasks.good.error_code}}> | <>",
                "{{tasks.good.execution_count}} | 2",
                "{{tasks.good.notebook_path}} | /a/b",
                "{{tasks.`my-task`.result_state}} | upstream_failed",
                "{{tasks.`my-task`.error_code}} | RunExecutionError",
                "{{tasks.good.values.n}} | 12",
                "{{tasks.good.values.d}} | 1.5",
                "{{tasks.good.values.yes}}{{tasks.good.values.no}} | truefalse",
                "{{tasks.good.values.text}} | two words",
                "<{{tasks.good.values.empty}}> | <>",
                "{{tasks.good.values.list}} | [1,\"a\"]",
                "{{tasks.good.values.object}} | {\"k\":{\"m\":null}}",
                "{{ tasks . good . values . `my key` }} | k",
                "{{job.trigger.type}} | periodic",
                "{{job.trigger.time.iso_datetime}} | 2026-03-01T00:30:00+05:45",
                "{{job.trigger.time.timestamp_ms}} | 1772304300000",
                "{{job.trigger.time.is_weekday}} | false",
                "{{job.start_time.iso_datetime}} | 2026-02-28T18:45:01Z",
                "{{job.trigger.file_arrival.location}} | s3://in",
                "{{job.trigger.table_update.main.s.t.version}} | 4",
                "{{job.trigger.table_update.`main.s.t`.commit_timestamp.year}} | 2025",
                "{{task.notebook_path}} | /n",
                "{{job.parameters.from}} | 2024-12-31",
                "{{backfill.iso_date}} | 2024-12-31"
            })
    void valuesStandInTheirPlace(String text, String expected) {
        assertThat(References.resolve(text, values(null))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "7 | {{input}} | 7",
                "true | {{input}} | true",
                "\"two words\" | {{input}} | two words",
                "{\"id\": 1, \"t\": \"a\"} | {{input.id}}-{{input.t}} | 1-a",
                "{\"id\": 1, \"t\": \"a\"} | {{input}} | {\"id\":1,\"t\":\"a\"}",
                "{\"a b\": {\"c\": [1]}} | {{input.`a b`.c}} | [1]"
            })
    void theInputOfAnIteration(String input, String text, String expected) {
        assertThat(References.resolve(text, values(input))).isEqualTo(expected);
    }

    @Test
    void whatHasTheSamePathIsNotTheSame() {
        assertThat(References.resolve("{{input.a.b}} {{input.`a.b`}}", values("{\"a\": {\"b\": 1}, \"a.b\": 2}")))
                .isEqualTo("1 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{{tasks.good.values.m}} | good has set no task value m; it has set d, empty, list, my key, n, no, object, text, yes.",
                "{{tasks.waiting.values.m}} | waiting has set no task value m; it has set none.",
                "{{tasks.waiting.result_state}} | {{tasks.waiting.result_state}} has no value: there is no result_state of waiting.",
                "{{tasks.other.result_state}} | {{tasks.other.result_state}} has no value: other has not ended before this task.",
                "{{input.x}} | {{input.x}} has no value: the input is {\"id\":1}.",
                "{{secrets/a/b}} | {{secrets/a/b}} cannot stand here, where its value would be shown."
            })
    void whatIsNotThereIsAnError(String text, String message) {
        assertThatThrownBy(() -> References.resolve(text, values("{\"id\": 1}")))
                .isInstanceOf(LeatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{{tasks.bb.result_state}} | WRONG | {{tasks.bb.result_state}}: bb is no task of this job; did you mean b?",
                "{{tasks.a.result_state}} | WRONG | {{tasks.a.result_state}} is not known before a ends; add it to depends_on.",
                "{{tasks.b.result_stat}} | WRONG | There is no {{tasks.b.result_stat}}; did you mean result_state?",
                "{{tasks.b}} | WRONG | There is no {{tasks.b}}. Of a task there are run_id, result_state, error_code, execution_count, notebook_path and values.<name>.",
                "{{tasks.b.output.first_row.x}} | NOT_CARRIED_OUT | {{tasks.b.output.first_row.x}} is not carried out by this version of Leat.",
                "{{input}} | WRONG | {{input}} can stand only in the nested task of a for-each task.",
                "{{job.parameters.p}} | PARAMETER | The job has no parameter p; it has none.",
                "{{backfill.day_of_week}} | WRONG | There is no {{backfill.day_of_week}}."
            })
    void mistakesAreFoundBeforeAnyRun(String text, Kind kind, String message) {
        assertThat(References.mistakes(text, false, SCOPE)).containsExactly(new Mistake(kind, message));
    }

    @Test
    void whatIsRightIsNoMistake() {
        String text =
                "{{tasks.b.values.x}} {{tasks.b.error_code}} {{job.trigger.table_update.a.b.c.version}} {{run_id}}";

        assertThat(References.mistakes(text, false, SCOPE)).isEmpty();
        assertThat(References.mistakes("{{tasks.b.values.x}} = 1", true, SCOPE)).isEmpty();
    }

    @Test
    void theReferenceToAParameterIsQuotedWhereItMustBe() {
        assertThat(References.toParameter("day")).isEqualTo("{{job.parameters.day}}");
        assertThat(References.toParameter("my-key.x")).isEqualTo("{{job.parameters.`my-key.x`}}");
    }
}
