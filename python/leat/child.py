"""dbutils.notebook.run: another notebook in a process of its own, guarded as that of a task is."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leat.redaction import Redaction


class NotebookRunError(RuntimeError):
    """A notebook that was run by dbutils.notebook.run failed; the message says how."""


class Children:
    """Notebooks run from one; safe to use from many threads. folder: for what passes between them.

    output: where the executed notebook of the first goes; base: the folder of the job; redaction: what nobody may show.
    """

    def __init__(self, folder: Path, output: Path | None, base: Path, redaction: Redaction) -> None:
        self._redaction = redaction
        self._folder = folder
        self._base = base
        self._output = output
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def run(self, file: Path, path: str, timeout_seconds: float, arguments: Mapping[str, str]) -> str:
        """What the notebook exits with. NotebookRunError: it failed; TimeoutError: it took longer, and was killed."""
        with self._lock:
            number = next(self._numbers)
        result = self._folder / f"result-{number}.json"
        output = self._output and self._output.with_name(f"{self._output.stem}-{number}-{file.stem}.ipynb")
        start = time.monotonic()
        order = {
            "module": "leat.notebook",
            "environment": {},
            "directory": str(self._base),
            "notebook": str(file),
            "parameters": dict(arguments),
            "scratch": str(self._folder),
            "output": str(output) if output else None,
            "result": str(result),
            "secrets": self._redaction.secrets(),
        }
        status = _run(order, timeout_seconds)
        took = time.monotonic() - start
        if status is None:
            raise TimeoutError(f"The notebook {path} took longer than {timeout_seconds:g} seconds, and was ended.")

        if not result.is_file():
            raise NotebookRunError(f"The notebook {path} ended with status {status} before its last cell.")

        outcome = json.loads(result.read_text(encoding="utf-8"))
        result.unlink()
        if outcome["failure"] is not None:
            raise NotebookRunError(f"The notebook {path} failed: {outcome['failure']}")

        print(f"The notebook {path} ended after {took:.1f} s.")
        return outcome["value"]


def _run(order: Mapping[str, object], timeout_seconds: float) -> int | None:
    """The status the process ended with; None when the time was over. All its processes end with its standard input."""
    package = str(Path(__file__).resolve().parent.parent)
    search = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "leat.run"],
        stdin=subprocess.PIPE,
        cwd=package,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
    )
    with process.stdin:  # type: ignore[union-attr]
        process.stdin.write(json.dumps(order).encode("utf-8") + b"\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        try:
            return process.wait(timeout_seconds if timeout_seconds > 0 else None)
        except subprocess.TimeoutExpired:
            status = None
    process.wait()
    return status
