"""Notebook files: Jupyter's .ipynb (nbformat 4) and Databricks' source (.py, .sql).

What is read is written back byte for byte; cells that were changed are written in the style of their file.
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leat import source

SUFFIXES = {".ipynb": "python", ".py": "python", ".sql": "sql"}
DATABRICKS_CELL = "application/vnd.databricks.v1+cell"
DATABRICKS_NOTEBOOK = "application/vnd.databricks.v1+notebook"
_REFUSED = {".scala": "Scala", ".r": "R"}
_MARK = b"\xef\xbb\xbf"
_MARKDOWN = re.compile(r"%md(?:-sandbox)?(?:[ \t]+|\n|$)")


class FormatError(ValueError):
    """A file is not the notebook its name says; the message names the file, the place and the reason."""


@dataclass
class Cell:
    """One cell. kind: "code", "markdown" or "raw". source: the text a person sees, with "\\n" line ends."""

    kind: str
    source: str
    title: str | None = None
    title_shown: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict, compare=False)
    verbatim: str | None = field(default=None, compare=False)

    def tags(self) -> list[str]:
        tags = self.metadata.get("tags")
        return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


@dataclass
class Notebook:
    """A notebook as it was read. language: of the code cells that name none, "python" or "sql"."""

    name: str
    language: str
    cells: list[Cell]
    document: dict[str, Any] = field(default_factory=dict)
    data: bytes = b""

    @property
    def is_source(self) -> bool:
        return not self.document

    def metadata(self) -> dict[str, Any]:
        """Jupyter's metadata of the notebook; made up for Databricks source, which has none."""
        if not self.is_source:
            return copy.deepcopy(self.document.get("metadata", {}))

        return {
            DATABRICKS_NOTEBOOK: {"language": self.language, "notebookName": Path(self.name).stem},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": self.language},
        }


def read(path: Path) -> Notebook:
    """Reads a notebook file. FormatError: it does not hold what its name says; OSError: it cannot be read."""
    return parse(path.read_bytes(), path.name)


def parse(data: bytes, name: str) -> Notebook:
    """Reads the bytes of a notebook file of this name. FormatError: they are not that."""
    suffix = Path(name).suffix.lower()
    if suffix in _REFUSED:
        raise FormatError(
            f"{name} is a notebook in {_REFUSED[suffix]}, and notebook tasks run Python and SQL (.ipynb, .py, .sql). "
            "Write it in Python, or build a JAR and run it by a spark_jar_task."
        )

    if suffix not in SUFFIXES:
        raise FormatError(f"{name} is not a notebook: its name ends in none of .ipynb, .py and .sql.")

    text = _decoded(data, name)
    notebook = _parse_jupyter(text, name) if suffix == ".ipynb" else _parse_source(text, name, SUFFIXES[suffix])
    notebook.data = data
    return notebook


def write(notebook: Notebook) -> bytes:
    """The notebook in the format it was read in; the very bytes it was read from when its cells are as they were."""
    if notebook.data and parse(notebook.data, notebook.name).cells == notebook.cells:
        return notebook.data

    newline = b"\r\n" if b"\r\n" in notebook.data else b"\n"
    text = _render_source(notebook) if notebook.is_source else _render_jupyter(notebook)
    mark = _MARK if notebook.data.startswith(_MARK) else b""
    return mark + text.encode("utf-8").replace(b"\n", newline)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(f"{name} is not UTF-8 text: {error.reason} at byte {error.start}.") from error


def _parse_source(text: str, name: str, language: str) -> Notebook:
    try:
        texts = source.split(text, language)
    except source.NotANotebook as error:
        task = "spark_python_task" if language == "python" else "sql_task"
        raise FormatError(
            f"{name} is not a notebook: it {error}. Put that line first, or run the file by a {task}."
        ) from error

    return Notebook(name, language, [_source_cell(text, language) for text in texts])


def _source_cell(text: str, language: str) -> Cell:
    part = source.parse(text, language)
    markdown = _MARKDOWN.match(part.text)
    kind, shown = ("markdown", part.text[markdown.end() :]) if markdown else ("code", part.text)
    return Cell(kind, shown, part.title, part.title_shown, verbatim=text)


def _render_source(notebook: Notebook) -> str:
    texts = []
    last = len(notebook.cells) - 1
    for number, cell in enumerate(notebook.cells):
        if cell.verbatim is not None and _source_cell(cell.verbatim, notebook.language) == cell:
            texts.append(_between(cell.verbatim, number == last))
            continue

        text = f"%md\n{cell.source}" if cell.kind == "markdown" else cell.source
        position = "only" if last == 0 else "first" if number == 0 else "last" if number == last else "middle"
        texts.append(source.render(source.Part(text, cell.title, cell.title_shown), notebook.language, position))
    return source.join(texts, notebook.language)


def _between(verbatim: str, last: bool) -> str:
    return verbatim if last or verbatim.endswith("\n") or not verbatim else verbatim + "\n\n"


def _parse_jupyter(text: str, name: str) -> Notebook:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise FormatError(f"{name} is not JSON: {error}.") from error

    version = document.get("nbformat") if isinstance(document, dict) else None
    if version != 4:
        found = "has no nbformat" if version is None else f"is of nbformat {version}"
        raise FormatError(f"{name} {found}, and nbformat 4 is read. 'jupyter nbconvert --to notebook' converts it.")

    if not isinstance(document.get("cells"), list):
        raise FormatError(f"{name} has no list of cells.")

    cells = [_jupyter_cell(cell, number, name) for number, cell in enumerate(document["cells"], 1)]
    return Notebook(name, _language(document.get("metadata"), name), cells, document)


def _jupyter_cell(cell: Any, number: int, name: str) -> Cell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        raise FormatError(f"{name}: cell {number} has no cell_type of code, markdown or raw.")

    metadata = cell.get("metadata", {})
    return Cell(
        cell["cell_type"],
        _joined(cell.get("source", ""), number, name),
        metadata=copy.deepcopy(metadata) if isinstance(metadata, dict) else {},
        document=cell,
    )


def _joined(text: Any, number: int, name: str) -> str:
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        return "".join(text)

    if isinstance(text, str):
        return text

    raise FormatError(f"{name}: the source of cell {number} is neither text nor a list of lines.")


def _language(metadata: Any, name: str) -> str:
    metadata = metadata if isinstance(metadata, dict) else {}
    for key, member in ((DATABRICKS_NOTEBOOK, "language"), ("kernelspec", "language"), ("language_info", "name")):
        block = metadata.get(key)
        language = str(block.get(member) or "").lower() if isinstance(block, dict) else ""
        if language in ("python", "ipython", "python3"):
            return "python"

        if language == "sql":
            return "sql"

        if language:
            raise FormatError(
                f"{name} is a notebook in {language}, by its metadata's {key}; notebook tasks run Python and SQL."
            )

    return "python"


def _render_jupyter(notebook: Notebook) -> str:
    document = dict(notebook.document)
    document["cells"] = [_jupyter_document(cell) for cell in notebook.cells]
    text = notebook.data.decode("utf-8-sig") if notebook.data else ""
    indent = re.search(r"\n([ \t]+)\"", text)
    compact = bool(text) and not indent
    escaped = bool(re.search(r"\\u[0-9a-f]{4}", text)) and text.isascii()
    rendered = json.dumps(document, indent=None if compact else indent.group(1) if indent else " ", ensure_ascii=escaped)
    return rendered if text and not text.endswith("\n") else rendered + "\n"


def _jupyter_document(cell: Cell) -> dict[str, Any]:
    if not cell.document:
        extra = {"execution_count": None, "outputs": []} if cell.kind == "code" else {}
        members = {"cell_type": cell.kind, "metadata": cell.metadata, **extra}
        return dict(sorted({**members, "source": lines(cell.source)}.items()))

    document = dict(cell.document)
    document["cell_type"] = cell.kind
    document["metadata"] = cell.metadata
    before = document.get("source", "")
    if (before if isinstance(before, str) else "".join(before)) != cell.source:
        document["source"] = lines(cell.source)
    return document


def lines(text: str) -> list[str]:
    """Text as Jupyter keeps it: lines that keep their line ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
