"""The executed notebook: the cells with what they gave, kept in a file while they run."""

from __future__ import annotations

import base64
import copy
import json
import os
import threading
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from leat.formats import DATABRICKS_CELL, Cell, lines
from leat.redaction import Redaction

LONGEST_STREAM = 1_000_000
MOST_OUTPUTS = 1_000
SAVE_EVERY = 2.0
_CUT = "\n(The rest is left out here; the task run's log has it.)\n"


class Record:
    """What happened in each cell, as an nbformat 4.5 document. Safe to use from many threads."""

    def __init__(self, cells: list[Cell], metadata: dict[str, Any], path: Path | None, redaction: Redaction) -> None:
        self._documents = _documents(cells)
        self._metadata = metadata
        self._path = path
        self._redaction = redaction
        self._rendered: dict[int, str] = {}
        self._current = 0
        self._dirty = True
        self._lock = threading.RLock()
        self._ended = threading.Event()

    def begin(self, number: int, execution_count: int | None = None) -> None:
        """What is shown from now on belongs to this cell (numbers count from 0)."""
        with self._lock:
            self._current = number
            document = self._changed()
            document["execution_count"] = execution_count
            document["metadata"]["papermill"] = {"start_time": now(), "status": "running", "exception": None}
            self.save()

    def end(self, failed: bool) -> None:
        """The current cell has ended."""
        with self._lock:
            mark = self._changed()["metadata"]["papermill"]
            mark.update(end_time=now(), status="failed" if failed else "completed", exception=failed)
            mark["duration"] = _seconds(mark["start_time"], mark["end_time"])
            self.save()

    def stream(self, name: str, text: str) -> None:
        """Text on stdout or stderr."""
        with self._lock:
            outputs = self._changed()["outputs"]
            if not outputs or outputs[-1]["output_type"] != "stream" or outputs[-1]["name"] != name:
                if not self._add({"output_type": "stream", "name": name, "parts": [], "left": LONGEST_STREAM}):
                    return
            last = outputs[-1]
            if last["left"] >= 0:
                last["left"] -= len(text)
                last["parts"].append(text)
                if last["left"] < 0:
                    last["parts"] = [self._cut("".join(last["parts"])), _CUT]

    def show(self, data: dict[str, Any], metadata: dict[str, Any], execution_count: int | None, name: str | None) -> None:
        """A result (with its execution count), or a display, which may have a name to be replaced by."""
        output = {"output_type": "display_data", "data": _bundle(data), "metadata": metadata or {}}
        if execution_count is not None:
            output.update(output_type="execute_result", execution_count=execution_count)
        if name is not None:
            output["leat"] = name
        with self._lock:
            self._add(output)

    def replace(self, data: dict[str, Any], metadata: dict[str, Any], name: str) -> None:
        """Shows something else in every display of this name."""
        with self._lock:
            for number, document in enumerate(self._documents):
                for output in document.get("outputs", []):
                    if output.get("leat") == name:
                        output.update(data=_bundle(data), metadata=metadata or {})
                        self._rendered.pop(number, None)
                        self._dirty = True

    def clear(self) -> None:
        """Takes away what the current cell has shown."""
        with self._lock:
            self._changed()["outputs"].clear()

    def error(self, name: str, value: str, trace: list[str]) -> None:
        """An exception of the current cell."""
        with self._lock:
            self._changed()["outputs"].append(
                {"output_type": "error", "ename": name, "evalue": value, "traceback": trace}
            )

    def note(self, members: dict[str, Any]) -> None:
        """Members of the notebook's own metadata that papermill's readers know."""
        with self._lock:
            self._metadata.setdefault("papermill", {}).update(members)
            self._dirty = True

    def save_while_running(self) -> None:
        """Saves every few seconds from a thread of its own, so that a kill loses little."""
        threading.Thread(target=self._save_often, name="leat-notebook-save", daemon=True).start()

    def close(self) -> None:
        """Saves a last time, with every secret known by now taken out of every cell."""
        self._ended.set()
        with self._lock:
            self._rendered.clear()
            self._dirty = True
            self.save()

    def save(self) -> None:
        """Writes the file, whole or not at all. OSError: it cannot be written."""
        with self._lock:
            if self._path is None or not self._dirty:
                return

            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft = self._path.with_name(f".{self._path.name}.{os.getpid()}")
            draft.write_text(self.text(), encoding="utf-8", errors="backslashreplace", newline="\n")
            draft.replace(self._path)
            self._dirty = False

    def text(self) -> str:
        """The document as JSON, laid out as Jupyter does."""
        with self._lock:
            cells = ",\n".join(self._cell(number) for number in range(len(self._documents)))
            frame = {"metadata": self._redaction.clean_all(self._metadata), "nbformat": 4, "nbformat_minor": 5}
            rest = json.dumps(frame, indent=1, ensure_ascii=False, default=str)
            return '{\n "cells": [' + (f"\n{cells}\n " if cells else "") + "],\n" + rest[2:] + "\n"

    def document(self) -> dict[str, Any]:
        return json.loads(self.text())

    def restore(self, document: dict[str, Any]) -> None:
        """Takes over the cells and metadata of an earlier part of the same execution."""
        with self._lock:
            self._documents = [_open(cell) for cell in document["cells"]]
            self._metadata = document["metadata"]

    def _save_often(self) -> None:
        while not self._ended.wait(SAVE_EVERY):
            self.save()

    def _cut(self, text: str) -> str:
        """The beginning of a text, with no piece of a secret at its end."""
        clean = self._redaction.clean(text)
        return clean[: len(clean) - self._redaction.held_back(clean)][:LONGEST_STREAM]

    def _changed(self) -> dict[str, Any]:
        self._rendered.pop(self._current, None)
        self._dirty = True
        return self._documents[self._current]

    def _add(self, output: dict[str, Any]) -> bool:
        outputs = self._changed()["outputs"]
        if len(outputs) > MOST_OUTPUTS:
            return False

        full = {"output_type": "stream", "name": "stderr", "parts": [_CUT], "left": -1}
        outputs.append(output if len(outputs) < MOST_OUTPUTS else full)
        return len(outputs) <= MOST_OUTPUTS

    def _cell(self, number: int) -> str:
        if number not in self._rendered:
            clean = self._redaction.clean_all(_joined(self._documents[number]))
            text = json.dumps(_closed(clean), indent=1, ensure_ascii=False, sort_keys=True, default=str)
            self._rendered[number] = "  " + text.replace("\n", "\n  ")
        return self._rendered[number]


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def _seconds(start: str, end: str) -> float:
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds(), 3)


def _documents(cells: list[Cell]) -> list[dict[str, Any]]:
    used: set[str] = set()
    return [_document(cell, used) for cell in cells]


def _document(cell: Cell, used: set[str]) -> dict[str, Any]:
    identity = cell.document.get("id")
    if not isinstance(identity, str) or not identity or identity in used:
        identity = uuid.uuid4().hex[:8]
    used.add(identity)
    metadata = copy.deepcopy(cell.metadata)
    if cell.title is not None:
        metadata[DATABRICKS_CELL] = {"showTitle": cell.title_shown, "title": cell.title}
    document: dict[str, Any] = {"cell_type": cell.kind, "id": identity, "metadata": metadata, "source": cell.source}
    if cell.kind == "code":
        document.update(execution_count=None, outputs=[])
    elif "attachments" in cell.document:
        document["attachments"] = cell.document["attachments"]
    return document


def _joined(document: dict[str, Any]) -> dict[str, Any]:
    """A cell with the parts of its streams put together, so that no secret hides between them."""
    if "outputs" not in document:
        return document

    return {**document, "outputs": [_joined_output(output) for output in document["outputs"]]}


def _joined_output(output: dict[str, Any]) -> dict[str, Any]:
    if "parts" not in output:
        return output

    return {"output_type": "stream", "name": output["name"], "text": "".join(output["parts"])}


def _closed(document: dict[str, Any]) -> dict[str, Any]:
    """A cell as the format has it: texts as lists of lines, no member of our own."""
    closed = {**document, "source": lines(document["source"])}
    if "outputs" in document:
        closed["outputs"] = [_closed_output(output) for output in document["outputs"]]
    return closed


def _closed_output(output: dict[str, Any]) -> dict[str, Any]:
    closed = {name: value for name, value in output.items() if name != "leat"}
    if "text" in closed:
        closed["text"] = lines(closed["text"])
    if "data" in closed:
        closed["data"] = {
            mime: lines(value) if isinstance(value, str) and mime.startswith("text/") else value
            for mime, value in closed["data"].items()
        }
    return closed


def _open(cell: dict[str, Any]) -> dict[str, Any]:
    opened = {**cell, "source": "".join(cell["source"])}
    for output in opened.get("outputs", []):
        if "text" in output:
            output["parts"], output["left"] = output.pop("text"), -1
        for mime, value in output.get("data", {}).items():
            if mime.startswith("text/") and isinstance(value, list):
                output["data"][mime] = "".join(value)
    return opened


def _bundle(data: dict[str, Any]) -> dict[str, Any]:
    return {mime: _plain(mime, value) for mime, value in data.items()}


def _plain(mime: str, value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")

    if mime.endswith("json"):
        return json.loads(json.dumps(value, default=str))

    return value if isinstance(value, str) else str(value)
