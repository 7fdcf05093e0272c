package io.leat.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leat.core.error.LeatException;
import io.leat.core.json.Json;
import io.leat.core.value.RunFacts.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private static final Secrets SECRETS =
            (scope, key) -> key.equals("password") ? Optional.of("hunter2") : Optional.empty();

    private static final Values VALUES = values(Map.of(
            "day", "2026-01-02", "my key", "v", "when", "on {{job.start_time.iso_date}}", "bad", "{{task.name}}"));

    private static Values values(Map<String, String> parameters) {
        RunFacts run = new RunFacts(
                11,
                "nightly",
                22,
                1,
                parameters,
                Instant.parse("2026-11-22T23:05:09.123Z"),
                Trigger.ONE_TIME,
                null,
                new Workspace("w-1", "http://leat"));
        return new Values(run, new CurrentTask("clicks", 33, 1, 2, null), TaskFacts.Lookup.NONE, null, SECRETS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{job.id}} | 11",
                "{{job.name}} | nightly",
                "{{job.run_id}} | 22",
                "{{job.repair_count}} | 1",
                "{{job.trigger.type}} | onetime",
                "{{job.trigger.time.iso_date}} | 2026-11-22",
                "{{workspace.url}} | http://leat",
                "{{job_id}} {{job_name}} {{parent_run_id}} | 11 nightly 22",
                "{{run_id}} {{task_key}} {{task_retry_count}} | 33 clicks 1",
                "{{start_date}} {{start_time}} | 2026-11-22 1795388709123",
                "{{job_id.x}} | {{job_id.x}}",
                "{{task.name}} | clicks",
                "{{task.run_id}} | 33",
                "{{task.execution_count}} | 2",
                "{{workspace.id}} | w-1",
                "{{job.start_time.iso_date}} | 2026-11-22",
                "{{job.start_time.iso_datetime}} | 2026-11-22T23:05:09Z",
                "{{job.start_time.year}} | 2026",
                "{{job.start_time.month}} | 11",
                "{{job.start_time.day}} | 22",
                "{{job.start_time.hour}} | 23",
                "{{job.start_time.minute}} | 5",
                "{{job.start_time.second}} | 9",
                "{{job.start_time.timestamp_ms}} | 1795388709123",
                "{{job.start_time.iso_weekday}} | 7",
                "{{job.start_time.is_weekday}} | false",
                "{{ job . parameters . day }} | 2026-01-02",
                "{{job.parameters.`my key`}} | v",
                "{{job.parameters.when}} | on 2026-11-22",
                "a {{job.id}}/{{job.id}} b | a 11/11 b",
                "{{secrets/db/password}} | hunter2",
                "{{other.thing}} | {{other.thing}}",
                "{{job.id} | {{job.id}",
                "{{}} | {{}}",
                "{{job.id + 1}} | {{job.id + 1}}"
            })
    void plainTextIsPasted(String text, String expected) {
        assertThat(resolve(text, "").body().path("path").asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "day = {{job.parameters.day}} | day = :leat_1",
                "day = '{{job.parameters.day}}' | day = :leat_1",
                "day = \"{{job.parameters.day}}\" | day = :leat_1",
                "day = DATE '{{job.parameters.day}}' | day = CAST(:leat_1 AS DATE)",
                "day = date'{{job.parameters.day}}' | day = CAST(:leat_1 AS DATE)",
                "p = 'a/{{job.id}}/{{job.id}}' | p = concat('a/', :leat_1, '/', :leat_1)",
                "p = 'it''s {{job.id}} \\' x' | p = concat('it''s ', :leat_1, ' \\' x')",
                "p = r'\\d{{job.id}}' | p = concat(r'\\d', :leat_1)",
                "x + {{job.id}} -- {{job.id}} ' | x + :leat_1 -- {{job.id}} '",
                "/* '{{job.id}} */ {{job.id}} | /* '{{job.id}} */ :leat_1",
                "`a'b` = {{job.id}} | `a'b` = :leat_1",
                "{{other.thing}} | {{other.thing}}",
                "'plain' = 'text' | 'plain' = 'text'",
                "{{job.id}} + {{job.run_id}} | :leat_1 + :leat_2"
            })
    void sqlTakesParameters(String sql, String expected) {
        assertThat(resolve("", sql).body().path("where").asText()).isEqualTo(expected);
    }

    @Test
    void valuesOfParametersNeverReachTheSqlText() {
        Values evil = values(Map.of("x", "' OR 1=1 --"));

        ResolvedBody resolved =
                References.resolve(body("", "name = '{{job.parameters.x}}' AND b = '{{job.parameters.x}}'"), evil);

        assertThat(resolved.body().path("where").asText()).isEqualTo("name = :leat_1 AND b = :leat_1");
        assertThat(resolved.arguments()).containsExactly(Map.entry("leat_1", "' OR 1=1 --"));
    }

    @Test
    void mapsAndListsOfSqlAreBoundAsWell() {
        ObjectNode json = Json.object();
        json.putObject("select").put("a", "{{job.id}}").put("b", "'{{job.name}}'");
        json.putArray("group_by").add("{{job.id}}");
        json.putArray("inputs").addObject().put("where", "x = {{job.run_id}}").put("table", "s.{{job.name}}");

        ResolvedBody resolved = References.resolve(body(json), VALUES);

        assertThat(resolved.body())
                .hasToString("{\"select\":{\"a\":\":leat_1\",\"b\":\":leat_2\"},\"group_by\":[\":leat_1\"],"
                        + "\"inputs\":[{\"where\":\"x = :leat_3\",\"table\":\"s.nightly\"}]}");
        assertThat(resolved.arguments())
                .containsOnly(Map.entry("leat_1", "11"), Map.entry("leat_2", "nightly"), Map.entry("leat_3", "22"));
    }

    @Test
    void secretsAreListed() {
        ResolvedBody resolved = resolve("x{{secrets/db/password}}", "p = '{{secrets/db/password}}'");

        assertThat(resolved.secrets()).containsExactly("hunter2");
        assertThat(resolved.arguments()).containsExactly(Map.entry("leat_1", "hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{job.parameters.dya}} | The job has no parameter dya; did you mean {{job.parameters.day}}?",
                "{{job.parameters.mykey}} | The job has no parameter mykey; did you mean {{job.parameters.`my key`}}?",
                "{{job.strt_time.year}} | There is no {{job.strt_time.year}}; did you mean {{job.start_time.year}}?",
                "{{tasks.a.values.b}} | {{tasks.a.values.b}} has no value: a has not ended before this task.",
                "{{input}} | {{input}} can stand only in the nested task of a for-each task.",
                "{{backfill.iso_date}} | {{backfill.iso_date}} has no value in this run.",
                "{{task.notebook_path}} | {{task.notebook_path}} has no value in this run.",
                "{{job.trigger.file_arrival.location}} | {{job.trigger.file_arrival.location}} has no value in this run.",
                "{{secrets.a.b}} | {{secrets.a.b}} is no reference to a secret; write {{secrets/scope/key}}.",
                "{{secrets/db/x}} | There is no secret x in scope db; store it with: leat secrets put db x",
                "{{job.parameters.bad}} | {{task.name}} cannot stand in a parameter's value; use it in the task instead."
            },
            quoteCharacter = '~')
    void unknownMembersAreErrors(String text, String message) {
        assertThatThrownBy(() -> resolve(text, ""))
                .isInstanceOf(LeatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`{{job.name}}` = 1 | {{job.name}} is in a back-quoted name; it stands for a value, and cannot be part of a name.",
                "col_{{job.id}} = 1 | {{job.id}} is joined to a name; it stands for a value, and cannot be part of a name.",
                "{{job.id}}{{job.id}} | {{job.id}} is joined to a name; it stands for a value, and cannot be part of a name.",
                "INTERVAL '{{job.id}}' DAY | {{job.id}} is in the text of INTERVAL, which takes no parameter.",
                "a = '{{job.id}} | {{job.id}} is in quotes that are not closed."
            })
    void sqlPlacesThatTakeNoValueAreErrors(String sql, String message) {
        assertThatThrownBy(() -> resolve("", sql))
                .isInstanceOf(LeatException.class)
                .hasMessage(message);
        assertThat(References.mistakes(sql, true, Scope.of(List.of())))
                .extracting(Mistake::message)
                .containsExactly(message);
    }

    private static ResolvedBody resolve(String text, String sql) {
        return References.resolve(body(text, sql), VALUES);
    }

    private static Body body(String text, String sql) {
        return body(Json.object().put("path", text).put("where", sql));
    }

    private static Body body(ObjectNode json) {
        return new Body() {
            @Override
            public ObjectNode body() {
                return json.deepCopy();
            }

            @Override
            public boolean isSql(String path) {
                return java.util.Set.of("where", "select", "group_by", "inputs.where")
                        .contains(path);
            }
        };
    }
}
