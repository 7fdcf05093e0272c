package io.leat.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leat.core.error.LeatException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitterTest {
    @Test
    void statementsEndAtSemicolonsAndKnowTheirPlace() {
        assertThat(split("SELECT 1;\n\n  SELECT 2 ;;; -- done\n SELECT 3"))
                .containsExactly("f.sql:1:1 SELECT 1", "f.sql:3:3 SELECT 2", "f.sql:4:2 SELECT 3");
    }

    @Test
    void semicolonsInTextsNamesAndCommentsPartNothing() {
        assertThat(
                        split(
                                "SELECT 'a;b', \"c;d\", 'it''s; \\'x;', r'\\;' AS `e;f` -- g;h\n/* i; /* j; */ k; */ FROM t; SELECT 2"))
                .containsExactly(
                        "f.sql:1:1 SELECT 'a;b', \"c;d\", 'it''s; \\'x;', r'\\;' AS `e;f` -- g;h\n/* i; /* j; */ k; */ FROM t",
                        "f.sql:2:30 SELECT 2");
    }

    @Test
    void aScriptIsOneStatement() {
        String script = """
                BEGIN
                  DECLARE n INT DEFAULT 0;
                  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SELECT 'failed'; END;
                  WHILE n < 3 DO
                    SET n = n + 1;
                    IF n = 2 THEN SELECT CASE WHEN n = 2 THEN 'two' END; END IF;
                  END WHILE;
                  SELECT n AS end, 1 AS begin;
                END""";

        assertThat(split("SELECT 1;" + script + "; SELECT 2;"))
                .containsExactly("f.sql:1:1 SELECT 1", "f.sql:1:10 " + script, "f.sql:9:6 SELECT 2");
        assertThat(split("outer: " + script + " outer; SELECT 2")).hasSize(2);
    }

    @Test
    void aScriptThatIsWrongTakesAllThatFollows() {
        assertThat(split("SELECT 1; BEGIN SELECT 2; SELEC 3 FROM; END; SELECT 4"))
                .containsExactly("f.sql:1:1 SELECT 1", "f.sql:1:11 BEGIN SELECT 2; SELEC 3 FROM; END; SELECT 4");
    }

    @Test
    void placesAreCountedInCharacters() {
        assertThat(split("SELECT '🌊🌊'; SELECT 2")).containsExactly("f.sql:1:1 SELECT '🌊🌊'", "f.sql:1:14 SELECT 2");
    }

    @Test
    void aFileOfCommentsHasNoStatement() {
        assertThat(split("\uFEFF-- nothing\n/* here */ ;\n")).isEmpty();
    }

    @Test
    void whatIsNotClosedIsToldWhereItBegins() {
        assertThatThrownBy(() -> split("SELECT 1;\nSELECT 'a;\nSELECT 2"))
                .isInstanceOf(LeatException.class)
                .hasMessage("f.sql:2:8: what begins with ' is not closed.");
        assertThatThrownBy(() -> split("SELECT 1; /* a;\nSELECT 2"))
                .isInstanceOf(LeatException.class)
                .hasMessage("f.sql:1:11: the comment is not closed.");
    }

    private static List<String> split(String text) {
        SqlFile file = new SqlFile("f.sql", text);
        return Splitter.split(file).stream()
                .map(statement -> file.place(statement.start()) + " " + file.text(statement.start(), statement.end()))
                .toList();
    }
}
