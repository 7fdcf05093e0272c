"""Notebook files are read and written back without a change, and changes touch only what was changed."""

from __future__ import annotations

import json
import random
from pathlib import Path

import nbformat
import pytest

from leat import formats

SOURCE = """# Databricks notebook source
# MAGIC %md
# MAGIC # Orders
# MAGIC
# MAGIC by day

# COMMAND ----------

# DBTITLE 1,Read
x = 1

y = "# MAGIC is only magic at the start of a line"

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT 1

# COMMAND ----------

# MAGIC %run ./other $day="2026-01-01"
"""


def test_reads_the_cells_of_databricks_source_as_a_person_sees_them() -> None:
    cells = formats.parse(SOURCE.encode(), "n.py").cells

    assert [(cell.kind, cell.source) for cell in cells] == [
        ("markdown", "# Orders\n\nby day"),
        ("code", 'x = 1\n\ny = "# MAGIC is only magic at the start of a line"'),
        ("code", "%sql\nSELECT 1"),
        ("code", '%run ./other $day="2026-01-01"'),
    ]
    assert cells[1].title == "Read"


def test_sql_source_has_its_own_comment_marks() -> None:
    text = "-- Databricks notebook source\nSELECT 1 -- one\n\n-- COMMAND ----------\n\n-- MAGIC %python\n-- MAGIC x = 1\n"
    notebook = formats.parse(text.encode(), "n.sql")

    assert notebook.language == "sql"
    assert [cell.source for cell in notebook.cells] == ["SELECT 1 -- one", "%python\nx = 1"]


@pytest.mark.parametrize("seed", range(200))
def test_source_of_any_shape_is_written_back_byte_for_byte(seed: int) -> None:
    chance = random.Random(seed)
    data = some_source(chance)

    assert formats.write(formats.parse(data, "n.py")) == data


@pytest.mark.parametrize("seed", range(200))
def test_one_changed_cell_of_source_leaves_the_others_alone(seed: int) -> None:
    chance = random.Random(seed)
    notebook = formats.parse(some_source(chance), "n.py")
    before = [(cell.kind, cell.source, cell.title) for cell in notebook.cells]
    changed = chance.randrange(len(notebook.cells))
    notebook.cells[changed].source = "changed = True"

    again = formats.parse(formats.write(notebook), "n.py")

    before[changed] = (before[changed][0], "changed = True", before[changed][2])
    assert [(cell.kind, cell.source, cell.title) for cell in again.cells] == before


@pytest.mark.parametrize("seed", range(200))
def test_jupyter_notebooks_of_any_layout_are_written_back_byte_for_byte(seed: int) -> None:
    chance = random.Random(seed)
    data = some_jupyter(chance)

    assert formats.write(formats.parse(data, "n.ipynb")) == data


@pytest.mark.parametrize("seed", range(200))
def test_one_changed_cell_of_jupyter_keeps_the_rest_and_the_layout(seed: int) -> None:
    chance = random.Random(seed)
    data = some_jupyter(chance)
    notebook = formats.parse(data, "n.ipynb")
    changed = chance.randrange(len(notebook.cells))
    old = notebook.cells[changed].source
    notebook.cells[changed].source = "changed = True"
    written = formats.write(notebook)
    notebook = formats.parse(written, "n.ipynb")
    notebook.cells[changed].source = old
    expected = json.loads(data.decode("utf-8-sig"))
    expected["cells"][changed]["source"] = formats.lines(old)

    back = json.loads(formats.write(notebook).decode("utf-8-sig"))

    assert back == expected
    assert list(back) == list(expected)
    assert written.count(b"\r\n") == (written.count(b"\n") if b"\r\n" in data else 0)


def test_a_new_cell_is_written_as_databricks_writes_it() -> None:
    notebook = formats.parse(SOURCE.encode(), "n.py")
    notebook.cells.insert(1, formats.Cell("markdown", "two\n\nlines"))
    notebook.cells.append(formats.Cell("code", "z = 1", "Last"))

    expected = SOURCE.replace(
        "by day\n", "by day\n\n# COMMAND ----------\n\n# MAGIC %md\n# MAGIC two\n# MAGIC\n# MAGIC lines\n"
    )
    text = formats.write(notebook).decode()

    assert [cell.source for cell in formats.parse(text.encode(), "n.py").cells][-1] == "z = 1"
    assert text.startswith(expected[: expected.index("%run")])
    assert text.endswith("\n# COMMAND ----------\n\n# DBTITLE 1,Last\nz = 1\n")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("n.scala", b"", "n.scala is a notebook in Scala, and notebook tasks run Python and SQL"),
        ("n.py", b"print(1)\n", "n.py is not a notebook: it does not start with the line '# Databricks notebook source'"),
        ("n.txt", b"", "n.txt is not a notebook: its name ends in none of .ipynb, .py and .sql."),
        ("n.ipynb", b"{", "n.ipynb is not JSON: "),
        ("n.ipynb", b'{"nbformat": 3}', "n.ipynb is of nbformat 3, and nbformat 4 is read."),
        ("n.ipynb", b'{"nbformat": 4, "cells": [{}]}', "n.ipynb: cell 1 has no cell_type"),
        ("n.py", b"# Databricks notebook source\n\xff", "n.py is not UTF-8 text: invalid start byte at byte 29."),
        (
            "n.ipynb",
            b'{"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "scala"}}}',
            "n.ipynb is a notebook in scala, by its metadata's kernelspec",
        ),
    ],
)
def test_what_is_no_notebook_is_refused_with_its_reason(name: str, data: bytes, message: str) -> None:
    with pytest.raises(formats.FormatError) as raised:
        formats.parse(data, name)

    assert str(raised.value).startswith(message)


def some_source(chance: random.Random) -> bytes:
    cells = []
    for _ in range(chance.randint(1, 6)):
        title = chance.choice(["", "", "# DBTITLE 1,A title\n", "# DBTITLE 0,é, hidden\n"])
        cells.append(title + chance.choice(PARTS))
    separator = "\n" * chance.choice([1, 2, 3]) + "# COMMAND ----------" + "\n" * chance.choice([1, 2, 3])
    text = "# Databricks notebook source\n" + separator.join(cells) + chance.choice(["", "\n", "\n\n"])
    data = text.encode()
    if chance.random() < 0.3:
        data = data.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + data


PARTS = [
    "x = 1",
    "x = 1\n\n\ny = 2",
    "# MAGIC %md\n# MAGIC # hi\n# MAGIC\n# MAGIC  two ",
    "# MAGIC %md one line ☃",
    "# MAGIC %sql\n# MAGIC SELECT '#  COMMAND'",
    "# MAGIC %run ./other",
    "# MAGIC %pip install x",
    "# a comment\n# MAGICAL",
    "    indented()",
    "",
]


def some_jupyter(chance: random.Random) -> bytes:
    cells = [some_cell(chance, number) for number in range(chance.randint(1, 5))]
    document = {"cells": cells, "metadata": {"b": 1.0, "a": {"é": None}}, "nbformat": 4, "nbformat_minor": 5}
    if chance.random() < 0.3:
        document = dict(reversed(list(document.items())))
    indent = chance.choice([1, 2, 4, None, "\t"])
    text = json.dumps(document, indent=indent, ensure_ascii=chance.random() < 0.5) + chance.choice(["", "\n"])
    data = text.encode()
    if indent is not None and chance.random() < 0.2:
        data = data.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if chance.random() < 0.1 else b"") + data


def some_cell(chance: random.Random, number: int) -> dict:
    text = chance.choice(["", "x = 1", "x\ny\n", "ü = '\\u00fc'\r\n", "a\u2028b\x0cc"])
    kind = chance.choice(["code", "markdown", "raw"])
    extra = {"outputs": [], "execution_count": number} if kind == "code" else {}
    source = chance.choice([text, formats.lines(text)])
    return {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": ["parameters"]}, "source": source, **extra}


def test_generated_notebooks_are_notebooks(tmp_path: Path) -> None:
    for seed in range(20):
        document = json.loads(some_jupyter(random.Random(seed)).decode("utf-8-sig"))
        nbformat.validate(nbformat.from_dict(document))
