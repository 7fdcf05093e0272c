"""A ``notebook_task``: runs the cells of a notebook from top to bottom and keeps what they gave.

The order has ``notebook`` (a path), ``parameters`` (texts by name), ``output`` (a path for the executed notebook, or
null), ``scratch`` (a folder for what is gone afterwards, or null), and for a notebook that another one runs ``result``
(a path for its outcome).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from leat import formats, parameters, paths, places, restart, shell
from leat.dbutils import NotebookExit, RestartPython
from leat.places import NotebookFailed
from leat.record import Record, now
from leat.run import Refused
from leat.namespace import Namespace
from leat.streams import Stream

LONGEST_RESULT = 1_000_000
LONGEST_END = 3.0
_SKIP = "skip-execution"
_MAY_FAIL = "raises-exception"


def main(order: Mapping[str, Any]) -> None:
    """Runs the notebook. NotebookFailed: a cell failed; Refused: there is no such notebook, or it cannot be run."""
    outcome: dict[str, Any] = {"value": "", "failure": None}
    child = order.get("result")
    try:
        outcome["value"] = execute(order)
    except (NotebookFailed, Refused) as error:
        if child is None:
            _end_soon(1)
            raise

        outcome["failure"] = str(error)
    if child is not None:
        Path(child).write_text(json.dumps(outcome), encoding="utf-8")
    _end_soon(0)


def execute(order: Mapping[str, Any]) -> str:
    """Runs the notebook; answers what it exits with."""
    folder = Path(restart.folder(order) or tempfile.mkdtemp(prefix="notebook-", dir=order.get("scratch")))
    try:
        return Execution(order, folder).run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Execution:
    """One notebook, from its first cell, or from where Python was restarted, to its last."""

    def __init__(self, order: Mapping[str, Any], folder: Path) -> None:
        self._order = order
        self._folder = folder
        passed = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in (order.get("parameters") or {}).items()
        }
        try:
            file = paths.find(order["notebook"], [Path.cwd()])
            self._notebook = formats.read(file)
            injected = self._notebook.cells if self._notebook.is_source else None
            self._cells = injected or parameters.inject(self._notebook.cells, passed)
        except (paths.NoNotebook, formats.FormatError, parameters.ParameterError) as error:
            raise Refused(str(error)) from error

        output = Path(order["output"]).absolute() if order.get("output") else None
        self._namespace = Namespace(file, passed, folder, output, order.get("secrets") or [])
        self._record = Record(self._cells, self._notebook.metadata(), output, self._namespace.redaction)
        self._record.note({"input_path": str(file), "output_path": str(output), "parameters": passed})
        self._streams = [
            Stream("stdout", sys.stdout, self._record, self._namespace.redaction),
            Stream("stderr", sys.stderr, self._record, self._namespace.redaction),
        ]
        self._file = file

    def run(self) -> str:
        """Answers what the notebook exits with. NotebookFailed: a cell failed."""
        before = sys.stdout, sys.stderr
        signal.signal(signal.SIGTERM, _stop)
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        sys.stdout, sys.stderr = self._streams  # type: ignore[assignment]
        sys.argv = [str(self._file)]
        os.chdir(self._file.parent)
        sys.path[:0] = [str(self._file.parent), str(self._namespace.base)]
        running = shell.NotebookShell.start(self._record, self._streams[0], self._folder / "ipython")
        self._namespace.attach(running)
        self._record.save_while_running()
        try:
            return self._finish(self._run_cells(restart.resume(self._order, self._namespace, self._record)))
        finally:
            self._end_streams()
            sys.stdout, sys.stderr = before
            self._record.close()

    def _run_cells(self, first: int) -> str:
        if first == 0:
            self._record.note({"start_time": now(), "exception": None})
        number = first - sum(_is_injected(cell) for cell in self._cells[:first])
        for at in range(first, len(self._cells)):
            cell = self._cells[at]
            number += not _is_injected(cell)
            if cell.kind != "code" or not cell.source.strip() or _SKIP in cell.tags():
                continue

            label = "injected cell 1" if _is_injected(cell) else f"cell {number}"
            error = self._run_cell(at, cell, label)
            if self._namespace.calls.exited is not None:
                return self._namespace.calls.exited.value

            if isinstance(error, RestartPython):
                restart.go(self._order, self._namespace, self._record, at + 1, self._folder)
            if isinstance(error, SystemExit) and error.code in (None, 0):
                return ""

            if error is not None and _MAY_FAIL not in cell.tags():
                raise self._failed(error, cell, label)

        return ""

    def _run_cell(self, at: int, cell: formats.Cell, label: str) -> BaseException | None:
        self._namespace.shell.count += 1
        self._record.begin(at, self._namespace.shell.count)
        try:
            error = self._namespace.run(cell, self._notebook.language, label)
        except BaseException as raised:  # what comes from outside of the cell's code, such as a signal
            error = raised
        self._end_streams()
        ending = isinstance(error, (NotebookExit, RestartPython)) or self._namespace.calls.exited is not None
        failed = error is not None and not ending and not (isinstance(error, SystemExit) and not error.code)
        if failed:
            places.trim(error)  # type: ignore[arg-type]
            self._record.error(type(error).__name__, str(error), places.outputs(error))  # type: ignore[arg-type]
        self._record.end(failed)
        return error

    def _failed(self, error: BaseException, cell: formats.Cell, label: str) -> NotebookFailed:
        self._record.note({"end_time": now(), "exception": True})
        python = shell.is_python(shell.prepared(cell.source, self._notebook.language))
        told = places.failed(error, label, python, self._namespace.own_folders())
        clean = self._namespace.redaction.clean
        return NotebookFailed(clean(str(told)), clean(told.trace))

    def _finish(self, value: str) -> str:
        self._record.note({"end_time": now()})
        clean = self._namespace.redaction.clean(value)
        if self._order.get("result") is None and self._namespace.channel is not None:
            self._namespace.channel.output({"notebook_output": _output(clean)})
        return clean if self._order.get("result") is None else value

    def _end_streams(self) -> None:
        for stream in self._streams:
            stream.drain()


def _output(value: str) -> dict[str, Any]:
    """A result of at most a million bytes of JSON."""
    cut = value[:LONGEST_RESULT]
    while len(json.dumps(cut)) > LONGEST_RESULT:
        cut = cut[: len(cut) * 9 // 10]
    return {"result": cut, "truncated": len(cut) < len(value)}


def _end_soon(status: int) -> None:
    """Threads that a notebook left running do not keep its process."""
    left = [thread.name for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
    if left:
        end = threading.Timer(LONGEST_END, _end, (status, left))
        end.daemon = True
        end.start()


def _end(status: int, left: list[str]) -> None:
    print(f"Leat ended {len(left)} thread(s) that the notebook left running: {', '.join(left)}.", file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _is_injected(cell: formats.Cell) -> bool:
    return parameters.INJECTED in cell.tags()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt(f"The notebook was told to end (signal {number}).")
