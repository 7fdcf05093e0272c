package io.leat.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.leat.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
    private static final Style PLAIN = new Style(false, true);
    private static final long NOW = 20_000;

    private final RunView run = new RunView(12);

    @BeforeEach
    void givenARunUnderWay() {
        tell("""
                {"type":"run","at":5000,"run_name":"clicks-to-model","state":{"life_cycle_state":"RUNNING"},"tasks":[
                 {"task_key":"train","depends_on":["persist"],"kind":"train_task"},
                 {"task_key":"clicks","depends_on":[],"kind":"ingest_task"},
                 {"task_key":"orders","depends_on":[],"kind":"ingest_task"},
                 {"task_key":"match","depends_on":["clicks","orders"],"kind":"match_task"},
                 {"task_key":"persist","depends_on":["match"],"kind":"persist_task"}]}""");
        tell(task("clicks", "TERMINATED", "SUCCESS", 6000, 9200));
        tell("""
                {"type":"commit","task_key":"clicks","commit":{"table":"bronze.clicks","version":1,"rows":10240}}""");
        tell(task("orders", "RUNNING", "", 6000, 0));
        tell("""
                {"type":"progress","task_key":"orders","activity":"reading 3 files","done":12,"total":40}""");
    }

    @Test
    void tasksStandInTheirOrderWithWhatTheyDo() {
        assertThat(draw(80, 24)).isEqualTo("""
                clicks-to-model · run 12 · running · 15.0s
                  ✓ clicks     3.2s  10,240 rows → bronze.clicks v1
                  ⠋ orders    14.0s  ████░░░░░░░░░░░░ 12/40  reading 3 files
                  ○ match            waits for orders
                  ○ persist          waits for match
                  ○ train            waits for persist""");
    }

    @Test
    void aForEachIsOneLineAndAConditionItsOutcome() {
        tell(task("loop", "RUNNING", "", 6000, 0).replace("}", ",\"iterations\":3}"));
        tell(task("loop[0]", "TERMINATED", "SUCCESS", 6000, 7000));
        tell(task("loop[1]", "TERMINATED", "FAILED", 6000, 7000));
        tell(task("loop[2]", "RUNNING", "", 6000, 0));
        tell(task("if", "TERMINATED", "SUCCESS", 6000, 6001).replace("}", ",\"outcome\":true}"));
        assertThat(draw(80, 24)).contains("2/3  iterations, 1 failed").doesNotContain("loop[");
        assertThat(run.task("if").found()).isEqualTo("true");

        tell(task("loop[1]", "RUNNING", "", 8000, 0)); // tried again
        assertThat(draw(80, 24)).contains("1/3  iterations\n");
    }

    @Test
    void aStartingDriverIsSaid() {
        tell("""
                {"type":"driver","at":16000,"state":"starting","message":"Starting a Spark driver on local[*]."}""");

        assertThat(draw(80, 24))
                .contains("\n  ⠋ Starting a Spark driver on local[*]. 4.0s  (the first start takes 10 s)\n");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns : new int[] {20, 37, 60}) {
            assertThat(new LiveScreen(PLAIN, new Console.Size(columns, 24), NOW)
                            .lines(run, "a notice that is long enough to be cut"))
                    .allSatisfy(line -> assertThat(Style.width(line)).isLessThan(columns));
        }
    }

    @Test
    void failureRetryAndCancelAreShown() {
        tell(task("orders", "TERMINATED", "FAILED", 6000, 9000)
                .replace("}", ",\"state_message\":\"no such file\\nmore\"}"));
        assertThat(draw(80, 24)).contains("  ✗ orders     3.0s  no such file\n");

        tell(task("orders", "RUNNING", "", 15000, 0).replace("\"attempt_number\":0", "\"attempt_number\":1"));
        assertThat(draw(80, 24)).contains("  ⠋ orders (try 2)    5.0s\n");
    }

    @Test
    void withoutUnicodeItIsAscii() {
        String text = String.join(
                "\n", new LiveScreen(new Style(false, false), new Console.Size(80, 24), NOW).lines(run, ""));

        assertThat(text).matches("\\p{ASCII}+").contains("  + clicks     3.2s  10,240 rows -> bronze.clicks v1");
    }

    @Test
    void coloursAreUsedWhereTheyAreKnown() {
        List<String> lines = new LiveScreen(new Style(true, true), new Console.Size(80, 24), NOW).lines(run, "");

        assertThat(lines.get(1)).startsWith("  \u001b[32m✓\u001b[0m clicks");
    }

    @Test
    void hundredsOfTasksNeverExceedTheScreen() {
        RunView many = new RunView(1);
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            tasks.append(i == 0 ? "" : ",").append("{\"task_key\":\"t%03d\",\"depends_on\":[]}".formatted(i));
        }
        many.apply(read(
                "{\"type\":\"run\",\"at\":5000,\"run_name\":\"many\",\"state\":{\"life_cycle_state\":\"RUNNING\"},\"tasks\":["
                        + tasks + "]}"));
        for (int i = 0; i < 200; i++) {
            many.apply(read(task("t%03d".formatted(i), "TERMINATED", "SUCCESS", 6000, 6000 + i)));
        }
        many.apply(read(task("t100", "TERMINATED", "FAILED", 6000, 6100)));
        many.apply(read(task("t250", "RUNNING", "", 6000, 0)));

        List<String> lines = new LiveScreen(PLAIN, new Console.Size(80, 10), NOW).lines(many, "");

        assertThat(lines)
                .hasSize(9)
                .last()
                .isEqualTo("  … 393 more; of all 400: 199 waiting, 1 running, 199 succeeded, 1 failed");
        assertThat(lines)
                .anyMatch(line -> line.contains("t250"))
                .anyMatch(line -> line.contains("✗ t100"))
                .anyMatch(line -> line.contains("t199"));
    }

    private String draw(int columns, int rows) {
        return String.join("\n", new LiveScreen(PLAIN, new Console.Size(columns, rows), NOW).lines(run, ""));
    }

    private void tell(String event) {
        run.apply(read(event));
    }

    private static JsonNode read(String event) {
        return Json.read(event, JsonNode.class);
    }

    private static String task(String key, String life, String result, long start, long end) {
        return "{\"type\":\"task\",\"task_key\":\"%s\",\"task_run_id\":1,\"attempt_number\":0,\"life_cycle_state\":\"%s\",\"result_state\":\"%s\",\"start_time\":%d,\"end_time\":%d}"
                .formatted(key, life, result, start, end);
    }
}
