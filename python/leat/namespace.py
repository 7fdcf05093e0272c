"""What a notebook's cells can use: spark, dbutils, display, magics; and how other notebooks are run from it."""

from __future__ import annotations

import os
import re
import sys
import types
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leat import child, formats, magics, parameters, paths, shell
from leat.channel import Channel
from leat.dbutils import DbUtils, NotebookCalls, Secrets, TaskValues
from leat.display import Display
from leat.overlay import Overlay
from leat.redaction import Redaction
from leat.widgets import Widgets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leat.shell import NotebookShell

DEEPEST = 20


def _tokens() -> list[str]:
    """Those by which this process is known to its driver."""
    remote = re.search(r"token=([^;]+)", os.environ.get("SPARK_REMOTE", ""))
    tokens = [remote.group(1)] if remote else []
    return [*tokens, *filter(None, [os.environ.get("LEAT_CHANNEL_TOKEN")])]


class NoSparkContext:
    """Stands for sc, which there is none of."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"There is no {self._name}: notebooks reach Spark by Spark Connect, which has no SparkContext and no RDDs. "
            f"Use spark, a SparkSession (asked for: {self._name}.{name})."
        )


class Namespace:
    """One execution of a notebook, with those it includes by %run."""

    def __init__(
        self, notebook: Path, passed: Mapping[str, str], folder: Path, output: Path | None, secrets: Iterable[str] = ()
    ) -> None:
        self.channel = Channel.of()
        self.redaction = Redaction()
        for secret in (*secrets, *_tokens()):
            self.redaction.add(secret)
        self.widgets = Widgets(passed)
        self.passed = dict(passed)
        self.overlay = Overlay(folder / "packages")
        self.secrets = Secrets(self.channel, self.redaction)
        self.calls = NotebookCalls(self._call)
        self.dbutils = DbUtils(self.widgets, self.secrets, TaskValues(self.channel), self.calls)
        self.base = Path.cwd()
        self.children = child.Children(folder, output, self.base, self.redaction)
        self.shell: NotebookShell = None  # type: ignore[assignment]
        self._files = [notebook]
        self._spark: Any = None

    def attach(self, running: NotebookShell) -> None:
        """Gives the shell's code what it can use."""
        self.shell = running
        display = Display(lambda data: running.display_pub.publish(data))
        running.push(
            {
                "dbutils": self.dbutils,
                "display": display,
                "displayHTML": display.html,
                "getArgument": self.widgets.getArgument,
                "sc": NoSparkContext("sc"),
                "sqlContext": NoSparkContext("sqlContext"),
                "input": _no_input,
            },
            interactive=False,
        )
        magics.register(self)
        _offer_pyspark_dbutils(self.dbutils)

    def spark(self) -> Any:
        """The SparkSession. RuntimeError: there is none to be reached from this process."""
        if self._spark is None:
            if not os.environ.get("SPARK_REMOTE"):
                raise RuntimeError("There is no Spark here: SPARK_REMOTE does not lead to a driver of Leat.")

            from pyspark.sql import SparkSession

            self._spark = SparkSession.builder.getOrCreate()
            self.shell.push({"spark": self._spark}, interactive=False)
        return self._spark

    def run(self, cell: formats.Cell, language: str, label: str) -> BaseException | None:
        """Runs a code cell; answers what it raised."""
        code = shell.prepared(cell.source, language)
        if self._spark is None and "SPARK_REMOTE" in os.environ and re.search("spark", code, re.IGNORECASE):
            self.spark()
        return self.shell.run_labelled(code, label)

    def is_notebook(self, path: str) -> bool:
        """Whether %run means a notebook by this path, and not a program. NoNotebook: there is neither."""
        return paths.is_notebook(self._find(path))

    def include(self, path: str, passed: Mapping[str, str]) -> None:
        """Runs the cells of another notebook in this one's namespace; what it raises is raised."""
        file = self._find(path)
        if len(self._files) > DEEPEST:
            raise RecursionError(f"{file.name} is run by %run more than {DEEPEST} notebooks deep. Does it run itself?")

        notebook = formats.read(file)
        self._files.append(file)
        try:
            with self._passing(passed):
                for number, cell in enumerate(parameters.inject(notebook.cells, passed), 1):
                    if cell.kind == "code":
                        self._include(cell, notebook.language, f"{file.name} cell {number}")
        finally:
            self._files.pop()

    def _include(self, cell: formats.Cell, language: str, label: str) -> None:
        error = self.run(cell, language, label)
        if error is not None and "raises-exception" not in cell.tags():
            raise error

    def pip(self, arguments: list[str]) -> None:
        """Does what %pip says, for this run alone."""
        self.overlay.pip(arguments)
        old = self.overlay.imported_before()
        if old:
            print(
                f"In use since before, in another version: {', '.join(old)}. "
                "dbutils.library.restartPython() goes on with the new one."
            )

    def own_folders(self) -> tuple[str, ...]:
        """Where the user's code is."""
        return (str(self.base), *dict.fromkeys(str(file.parent) for file in self._files))

    def _find(self, path: str) -> Path:
        return paths.find(path, [self._files[-1].parent, self.base])

    def _call(self, path: str, timeout_seconds: float, arguments: Mapping[str, Any]) -> str:
        file = self._find(path)
        return self.children.run(file, path, timeout_seconds, {name: str(text) for name, text in arguments.items()})

    @contextmanager
    def _passing(self, passed: Mapping[str, str]) -> Iterator[None]:
        before = self.widgets.passed(passed)
        try:
            yield
        finally:
            self.widgets.restore(before)


def _no_input(prompt: str = "") -> str:
    raise RuntimeError(
        f"Nobody can answer input({prompt!r}) in a task run. Pass a parameter: dbutils.widgets.get(name)."
    )


def _offer_pyspark_dbutils(dbutils: DbUtils) -> None:
    """Lets programs write 'from pyspark.dbutils import DBUtils', as they do on Databricks."""
    module = types.ModuleType("pyspark.dbutils", "The dbutils of the notebook that runs.")
    module.DBUtils = lambda spark=None: dbutils  # type: ignore[attr-defined]
    sys.modules.setdefault("pyspark.dbutils", module)
