"""Runs notebooks as a driver does: in a process of leat.run, with a channel over HTTP, and reads what they left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat

PACKAGE = Path(__file__).resolve().parent.parent
TOKEN = "the-token"


class ChannelServer(ThreadingHTTPServer):
    """The channel of one task run, as the driver serves it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.secrets: dict[tuple[str, str], str] = {}
        self.values: dict[tuple[str, str], Any] = {}
        self.told: list[tuple[str, Any]] = []
        self.hidden: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def environment(self) -> dict[str, str]:
        return {"LEAT_CHANNEL": f"http://127.0.0.1:{self.server_port}", "LEAT_CHANNEL_TOKEN": TOKEN}

    def last(self, path: str) -> Any:
        return next((body for told, body in reversed(self.told) if told == path), None)


class _Handler(BaseHTTPRequestHandler):
    server: ChannelServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told.append((self.path, body))
        if self.path == "/value":
            self.server.values["me", body["name"]] = body["value"]
        self._answer(200, {})

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        held = self.server.secrets if url.path == "/secret" else self.server.values
        key = (query.get("scope") or query.get("task"), query.get("key") or query.get("name"))
        if key in held:
            self._answer(200, {"value": held[key]})
        else:
            self._answer(404, {"error": "there is none"})

    def _answer(self, status: int, body: Any) -> None:
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status, body = 401, {"error": "wrong token"}
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@dataclass
class Executed:
    """What a notebook's process left. document: the executed notebook, or None when it wrote none."""

    status: int
    out: str
    err: str
    output: Path
    channel: ChannelServer
    children: list[Path] = field(default_factory=list)

    @property
    def document(self) -> Any:
        document = nbformat.read(self.output, as_version=nbformat.NO_CONVERT)
        nbformat.validate(document)
        return document

    @property
    def message(self) -> str:
        return (self.channel.last("/failure") or {}).get("message", "")

    @property
    def trace(self) -> str:
        return (self.channel.last("/failure") or {}).get("trace", "")

    @property
    def result(self) -> Any:
        return (self.channel.last("/output") or {}).get("notebook_output", {}).get("result")

    def text(self, cell: int, name: str = "stdout") -> str:
        """What code cell number `cell`, counted from 0, wrote to a stream."""
        outputs = [document for document in self.document.cells if document.cell_type == "code"][cell].outputs
        return "".join(output.text for output in outputs if output.output_type == "stream" and output.name == name)


def start(path: Path, parameters: dict[str, str], channel: ChannelServer) -> subprocess.Popen[str]:
    """Starts a notebook; its standard input must stay open while it runs."""
    order = {
        "module": "leat.notebook",
        "environment": channel.environment(),
        "directory": str(path.parent),
        "notebook": path.name,
        "parameters": parameters,
        "output": str(path.parent / "executed" / "out.ipynb"),
        "secrets": channel.hidden,
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEAT_", "SPARK_"))}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "leat.run"],
        cwd=PACKAGE,
        env={**environment, "PYTHONPATH": str(PACKAGE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    return process


def execute(path: Path, channel: ChannelServer | None = None, **parameters: str) -> Executed:
    """Runs a notebook to its end."""
    channel = channel or ChannelServer()
    process = start(path, parameters, channel)
    lines: dict[str, str] = {}
    readers = [
        threading.Thread(target=lambda name=name: lines.update({name: getattr(process, name).read()}))
        for name in ("stdout", "stderr")
    ]
    for reader in readers:
        reader.start()
    status = process.wait(120)
    for reader in readers:
        reader.join()
    channel.shutdown()
    channel.server_close()
    folder = path.parent / "executed"
    children = sorted(folder.glob("out-*.ipynb")) if folder.is_dir() else []
    return Executed(status, lines["stdout"], lines["stderr"], folder / "out.ipynb", channel, children)


def source(folder: Path, name: str, *cells: str) -> Path:
    """A notebook in Databricks' source format; cells that start with % are magics."""
    mark = "--" if name.endswith(".sql") else "#"
    texts = []
    for cell in cells:
        magic = cell.startswith("%")
        texts.append("\n".join(f"{mark} MAGIC {line}".rstrip() if magic else line for line in cell.split("\n")))
    path = folder / name
    path.write_text(
        f"{mark} Databricks notebook source\n" + f"\n\n{mark} COMMAND ----------\n\n".join(texts) + "\n",
        encoding="utf-8",
    )
    return path


def jupyter(folder: Path, name: str, *cells: Any, metadata: dict[str, Any] | None = None) -> Path:
    """A notebook of Jupyter; a cell is its code, or its code and its tags."""
    notebook = nbformat.v4.new_notebook(metadata=metadata or {})
    for cell in cells:
        code, *tags = cell if isinstance(cell, tuple) else (cell,)
        notebook.cells.append(nbformat.v4.new_code_cell(code, metadata={"tags": tags} if tags else {}))
    path = folder / name
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return path


def wheel(folder: Path, name: str, code: str, *needs: str) -> Path:
    """A wheel of one module."""
    info = f"{name}-1.dist-info"
    needed = "".join(f"Requires-Dist: {need}\n" for need in needs)
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{needed}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{file},,\n" for file in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path
