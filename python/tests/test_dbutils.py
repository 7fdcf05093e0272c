"""The parts of dbutils, each by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leat.dbutils import DbUtils, NotebookCalls, Secrets, TaskValues
from leat.files import Files
from leat.redaction import Redaction
from leat.widgets import WidgetError, Widgets


@pytest.fixture
def dbutils() -> DbUtils:
    redaction = Redaction()
    calls = NotebookCalls(lambda path, timeout, arguments: f"{path} {timeout} {arguments}")
    return DbUtils(Widgets({"day": "mon"}), Secrets(None, redaction), TaskValues(None), calls)


def test_what_the_job_passes_wins_over_defaults() -> None:
    widgets = Widgets({"day": "mon"})
    widgets.removeAll()
    widgets.text("day", "none", "Day")
    widgets.dropdown("size", "s", ["s", "l"])
    widgets.combobox("free", "x", ["a"])
    widgets.multiselect("many", "a", ["a", "b"])

    assert widgets.getAll() == {"day": "mon", "size": "s", "free": "x", "many": "a"}
    assert widgets.getArgument("none", "default") == "default"
    widgets.remove("size")
    widgets.remove("day")
    assert widgets.getAll() == {"free": "x", "many": "a", "day": "mon"}


def test_widgets_that_cannot_be_are_refused() -> None:
    widgets = Widgets({"start_date": "x"})
    with pytest.raises(WidgetError, match="^The default 'z' of widget 'w' is none of its choices: a, b.$"):
        widgets.dropdown("w", "z", ["a", "b"])
    with pytest.raises(WidgetError, match="Did you mean 'start_date'"):
        widgets.get("startdate")
    with pytest.raises(WidgetError, match="^There is no widget 'q' to remove"):
        widgets.remove("q")
    with pytest.raises(WidgetError, match="^The name of a widget must be text that is not empty, not ''.$"):
        widgets.text("", "")


def test_files_are_listed_copied_moved_and_deleted(tmp_path: Path) -> None:
    files = Files()
    folder = str(tmp_path / "a b")
    files.mkdirs(folder)
    files.put(f"file:{folder}/é%20.txt".replace(" ", "%20").replace("%20.txt", ".txt"), "text")
    files.put(f"{folder}/sub/two.txt", "two")

    assert [(info.name, info.size, info.isDir()) for info in files.ls(folder)] == [("sub/", 0, True), ("é.txt", 4, False)]
    assert files.ls(f"{folder}/é.txt")[0].path == f"file:{folder}/é.txt"
    assert files.head(f"{folder}/é.txt", 2) == "te"
    assert files.cp(f"{folder}/é.txt", f"{folder}/sub")
    assert files.cp(folder, str(tmp_path / "copy"), recurse=True)
    assert files.mv(f"{folder}/sub", str(tmp_path / "moved" / "sub"), True)
    assert sorted(info.name for info in files.ls(str(tmp_path / "moved" / "sub"))) == ["two.txt", "é.txt"]
    assert sorted(info.name for info in files.ls(str(tmp_path / "copy"))) == ["sub/", "é.txt"]
    assert files.rm(folder, True) and not files.rm(folder)
    assert files.rm(str(tmp_path / "copy" / "é.txt"))


def test_files_that_cannot_be_are_refused_by_name(tmp_path: Path) -> None:
    files = Files()
    (tmp_path / "orders.csv").write_text("x")
    with pytest.raises(FileNotFoundError, match=r"There is no .*/order.csv. Did you mean 'orders.csv'\?$"):
        files.head(str(tmp_path / "order.csv"))
    with pytest.raises(ValueError, match=r"by path or file:, not 'dbfs:' \(dbfs:/x\)"):
        files.ls("dbfs:/x")
    with pytest.raises(FileExistsError, match="exists; overwrite=True replaces it.$"):
        files.put(str(tmp_path / "orders.csv"), "y")
    for call in (files.rm, lambda path: files.cp(path, "/x"), lambda path: files.mv(path, "/x")):
        with pytest.raises(IsADirectoryError, match="only with recurse=True.$"):
            call(str(tmp_path))
    assert (tmp_path / "orders.csv").read_text() == "x"
    assert files.put(str(tmp_path / "orders.csv"), "y", overwrite=True)


def test_task_values_outside_of_a_job_are_the_debug_values(dbutils: DbUtils) -> None:
    dbutils.jobs.taskValues.set("k", 1)
    assert dbutils.jobs.taskValues.get("t", "k", default=1, debugValue=2) == 2
    with pytest.raises(RuntimeError, match="outside of a job needs a debugValue.$"):
        dbutils.jobs.taskValues.get("t", "k", default=1)
    with pytest.raises(TypeError, match="^The task value 'k' must be JSON: Object of type set is not"):
        dbutils.jobs.taskValues.set("k", {1})
    with pytest.raises(TypeError, match="must be JSON"):
        dbutils.jobs.taskValues.set("k", float("nan"))
    with pytest.raises(ValueError, match="48 KiB are the most"):
        dbutils.jobs.taskValues.set("k", "x" * 50_000)


def test_what_dbutils_lacks_is_said(dbutils: DbUtils) -> None:
    with pytest.raises(AttributeError, match="^There is no dbutils.credentials in Leat. There are fs, jobs, library,"):
        dbutils.credentials
    with pytest.raises(AttributeError, match=r"^There is no dbutils.fs.mount in Leat"):
        dbutils.fs.mount("x")
    with pytest.raises(AttributeError, match="^There is no dbutils.widgets.txt in Leat. Did you mean 'text'"):
        dbutils.widgets.txt
    with pytest.raises(RuntimeError, match="^Secrets are there only in a task run"):
        dbutils.secrets.get("a", "b")
    with pytest.raises(PermissionError, match="Name it: dbutils.secrets.get"):
        dbutils.secrets.list("a")


def test_help_names_every_function(dbutils: DbUtils, capsys: pytest.CaptureFixture[str]) -> None:
    dbutils.help()
    shown = capsys.readouterr().out
    for name in ("fs.ls(path", "widgets.get(name", "secrets.get(scope", "notebook.run(path", "jobs.taskValues"):
        assert re.search(rf"^dbutils\.{re.escape(name)}", shown, re.MULTILINE), name
    dbutils.fs.help("cp")
    assert capsys.readouterr().out.startswith("dbutils.fs.cp(source: 'str', to: 'str', recurse")


def test_a_notebook_is_run_with_its_arguments(dbutils: DbUtils) -> None:
    assert dbutils.notebook.run("./x", 5, {"a": 1}) == "./x 5 {'a': 1}"
