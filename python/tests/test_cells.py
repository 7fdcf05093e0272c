"""What becomes of the text of a cell, and of what it shows, before anything runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leat import display, parameters, paths, shell, sql
from leat.redaction import Redaction


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("x = 1", "python", "x = 1"),
        ("%sql\nSELECT 1", "python", "%%sql\nSELECT 1\n"),
        ("\n-- why\n%sql SELECT 1", "python", "%%sql SELECT 1\n\n"),
        ("%%sql\nSELECT 1", "python", "%%sql\nSELECT 1\n"),
        ("%SQL select 1", "python", "%%sql select 1\n\n"),
        ("SELECT 1", "sql", "%%sql\nSELECT 1\n"),
        ("%python\nx = 1", "sql", "\nx = 1"),
        ("# why\n%python x = 1\ny", "sql", "\nx = 1\ny"),
        ("%timeit x", "python", "%timeit x"),
        ("%run ./other", "python", "%run ./other"),
        ("# only a comment", "python", "# only a comment"),
        ("x = 5 %sql", "python", "x = 5 %sql"),
    ],
)
def test_magics_of_databricks_are_for_their_whole_cell(text: str, language: str, code: str) -> None:
    assert shell.prepared(text, language) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;\n\nSELECT ';' ; -- ;\n", ["SELECT 1", "SELECT ';'"]),
        ("/* ; */ SELECT `a;b`, \"x\\\";\"; ;", ["/* ; */ SELECT `a;b`, \"x\\\";\""]),
        ("-- only a comment\n", []),
        ("BEGIN SELECT 1; SELECT 2; END", ["BEGIN SELECT 1; SELECT 2; END"]),
        ("-- a script\nmine: BEGIN\nSELECT 1;\nEND;", ["-- a script\nmine: BEGIN\nSELECT 1;\nEND;"]),
        ("SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;'", "SELECT 2"]),
    ],
)
def test_statements_end_at_semicolons_outside_of_texts_and_comments(text: str, expected: list[str]) -> None:
    assert sql.statements(text) == expected


def test_widgets_are_bound_where_they_are_named() -> None:
    widgets = {"day": "mon", "n": "1"}

    assert sql.arguments("SELECT :day, ':n', x::n -- :n", widgets) == {"day": "mon"}
    assert sql.arguments("SELECT '${day}', ${other}", widgets) == {}
    with pytest.raises(sql.SqlError, match=r"^\$\{day\} would paste the text of a parameter into SQL. Write :day "):
        sql.arguments("SELECT * FROM ${day}", widgets)


def test_widget_statements_are_known() -> None:
    assert sql.widget("-- x\nCREATE WIDGET TEXT day DEFAULT 'mon'") == sql.Widget("text", "day", "mon", None)
    made = sql.widget('create widget dropdown `a b` default "x" choices select 1')
    assert made == sql.Widget("dropdown", "a b", "x", "select 1")
    assert sql.widget("SELECT 1") is None
    assert sql.removed_widget("REMOVE WIDGET day") == "day"
    assert sql.removed_widget("REMOVE day") is None


def test_tables_are_text_and_html() -> None:
    rows = [["1", None], ["<b>", "two\nlines" + "x" * 600]]

    assert display.text_table(["a", "long"], rows).split("\n")[:3] == ["a    long", "---  " + "-" * 60, "1    null"]
    shown = display.html_table(["a", "l&g"], rows)
    assert "<th>l&amp;g</th>" in shown and "<td>&lt;b&gt;</td>" in shown and "<i>null</i>" in shown
    assert len(re.search(r"two\nlinesx*", shown)[0]) == 499
    assert display.text_table(["n"], [[str(n)] for n in range(30)]).endswith("19\n(30 rows, the first 20 shown)")
    assert display.text_table([], []) == "\n\n(0 rows)"
    assert display.html_table(["n"], [["1"]], more=True).endswith("<p>The first 1,000 rows.</p>")


def test_parameters_have_the_types_of_their_defaults() -> None:
    defaults = "a = 1\nb: 'str' = None\nc = 1.5\nd = True\ne = (1,)\nf = other()\ng: list[int] = None\nh = i = 2\nj = None"
    given = {"a": "-2", "c": "1e3", "d": "False", "e": "[1, 2]", "f": "x", "g": "[3]", "h": "4", "i": "5", "new": "'"}

    code = parameters.assignments(defaults, {**given, "print": "no", "not valid": "no", "class": "no"})

    names: dict = {}
    exec(code, names)
    names.pop("__builtins__")
    assert names == {
        "a": -2, "c": 1000.0, "d": False, "e": (1, 2), "f": "x", "g": [3], "h": 4, "i": 5, "new": "'",
    }  # fmt: skip


def test_notebooks_are_found_without_their_extension(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("both.ipynb", "both.py", "sub/one.sql", "dotted.v1.py"):
        (tmp_path / name).write_text("")

    found = {name: paths.find(name, [tmp_path]) for name in ("both", "both.py", "sub/one", "./dotted.v1", "/sub/one")}

    assert {name: str(path.relative_to(tmp_path)) for name, path in found.items()} == {
        "both": "both.ipynb", "both.py": "both.py", "sub/one": "sub/one.sql", "./dotted.v1": "dotted.v1.py",
        "/sub/one": "sub/one.sql",
    }  # fmt: skip
    assert paths.find(str(tmp_path / "both"), []) == tmp_path / "both.ipynb"
    assert paths.find(f"file:{tmp_path}/both.py", []) == tmp_path / "both.py"
    with pytest.raises(paths.NoNotebook, match=r"There is no folder .*/nowhere either.$"):
        paths.find("nowhere/x", [tmp_path])
    with pytest.raises(paths.NoNotebook, match="^A notebook lies in a folder of this machine, not at s3://b/x."):
        paths.find("s3://b/x", [tmp_path])


def test_a_secret_is_hidden_in_every_form_and_when_it_comes_in_pieces() -> None:
    redaction = Redaction()
    redaction.add("a b'c")
    redaction.add("a b'cde")

    for text in ("a b'c", "a%20b%27c", "a+b%27c", "YSBiJ2M="):
        assert redaction.clean(f"<{text}>") == "<[REDACTED]>", text
    assert redaction.clean("a b'cdef") == "[REDACTED]f"
    assert redaction.held_back("see a b") == 3
    assert redaction.held_back("see a c") == 0
    assert redaction.clean_all({"a b'c": ["a b'c", 1, None]}) == {"[REDACTED]": ["[REDACTED]", 1, None]}
