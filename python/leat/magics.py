"""The magics of Databricks' notebooks."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from IPython.core.magic import no_var_expand

from leat import display, sql
from leat.names import did_you_mean

if TYPE_CHECKING:
    from leat.namespace import Namespace

_LANGUAGES = {"scala": "Scala", "r": "R", "java": "Java"}


class ShellError(RuntimeError):
    """A command of %sh -e ended with a status other than 0."""


def register(namespace: Namespace) -> None:
    """Makes the magics known to the namespace's shell."""
    shell = namespace.shell
    python_run = shell.find_line_magic("run")

    @no_var_expand
    def run(line: str) -> Any:
        """%run ./other $name="value": runs another notebook here; a Python file as IPython does."""
        path, passed = _run_arguments(line)
        if namespace.is_notebook(path):
            return namespace.include(path, passed)

        return python_run(shell.var_expand(line))

    @no_var_expand
    def run_sql(line: str, cell: str = "") -> Any:
        """%sql: runs statements, shows the rows of the last one, and keeps them as _sqldf."""
        return _sql(namespace, f"{line}\n{cell}", show=bool(cell))

    @no_var_expand
    def sh(line: str, cell: str = "") -> None:
        """%sh: runs a shell script; with -e the cell fails with it."""
        words = line.split(maxsplit=1)
        strict = words[:1] == ["-e"]
        _sh("\n".join([line if not strict else "".join(words[1:]), cell]), strict)

    @no_var_expand
    def fs(line: str, cell: str = "") -> Any:
        """%fs ls /path: a function of dbutils.fs by words."""
        return _fs(namespace, shlex.split(f"{line} {cell}"))

    @no_var_expand
    def md(line: str, cell: str = "") -> None:
        """%md: shows Markdown."""
        shell.display_pub.publish({"text/markdown": f"{line.strip()}\n{cell}".strip(), "text/plain": ""})

    def pip(line: str) -> None:
        """%pip install name: installs packages for this run alone."""
        namespace.pip(shlex.split(line))

    for name, magic in (("sql", run_sql), ("sh", sh), ("fs", fs), ("md", md), ("md-sandbox", md)):
        shell.register_magic_function(magic, "line_cell", name)
    for name, magic in (("run", run), ("pip", pip)):
        shell.register_magic_function(magic, "line", name)
    for name in _LANGUAGES:
        shell.register_magic_function(no_var_expand(_refused(name)), "line_cell", name)


def _refused(name: str) -> Any:
    def refuse(line: str, cell: str = "") -> None:
        raise NotImplementedError(
            f"This cell is written in {_LANGUAGES[name]} (%{name}), and notebook tasks run Python and SQL. "
            "Write it in one of these, or move it to a JAR and run that by a spark_jar_task."
        )

    return refuse


def _run_arguments(line: str) -> tuple[str, dict[str, str]]:
    words = shlex.split(line.strip(), comments=True)
    if not words:
        raise ValueError("%run needs the path of a notebook, such as %run ./other.")

    passed = {}
    for word in words[1:]:
        given = re.fullmatch(r"\$(\w+)=(.*)", word, re.DOTALL)
        if given:
            passed[given[1]] = given[2]
    return words[0], passed


def _sql(namespace: Namespace, text: str, show: bool) -> Any:
    last = None
    for statement in sql.statements(text):
        last = _statement(namespace, statement)
    if last is None or not last.columns:
        return None

    namespace.shell.user_ns["_sqldf"] = last
    if not show:
        return last

    namespace.shell.display_pub.publish(display.bundle(last))
    return None


def _statement(namespace: Namespace, statement: str) -> Any:
    made, removed = sql.widget(statement), sql.removed_widget(statement)
    if removed is not None:
        namespace.widgets.remove(removed)
        return None

    if made is not None:
        choices = [row[0] for row in namespace.spark().sql(made.choices).collect()] if made.choices else None
        maker = getattr(namespace.widgets, made.kind)
        maker(made.name, made.default) if choices is None else maker(made.name, made.default, choices)
        return None

    named = sql.arguments(statement, namespace.widgets.getAll())
    return namespace.spark().sql(statement, args=named) if named else namespace.spark().sql(statement)


def _sh(script: str, strict: bool) -> None:
    process = subprocess.Popen(
        ["bash", *(["-e"] if strict else []), "-c", script.strip("\n")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with process.stdout:  # type: ignore[union-attr]
        for line in process.stdout:  # type: ignore[union-attr]
            sys.stdout.write(line)
    status = process.wait()
    if status != 0 and strict:
        raise ShellError(f"The shell script ended with status {status}.")

    if status != 0:
        print(f"The shell script ended with status {status}; %sh -e lets the cell fail with it.", file=sys.stderr)


def _fs(namespace: Namespace, words: list[str]) -> Any:
    functions = namespace.dbutils.fs
    if not words or words[0] not in dir(functions):
        near = did_you_mean(words[0], dir(functions)) if words else " Such as %fs ls /tmp."
        raise ValueError(f"%fs knows no function {words[0] if words else ''!r}.{near}")

    values = [{"true": True, "false": False}.get(word.lower(), word) for word in words[1:] if word != "-r"]
    options = {"recurse": True} if "-r" in words[1:] else {}
    answer = getattr(functions, words[0])(*values, **options)
    if isinstance(answer, str):
        print(answer)
        return None

    return answer
