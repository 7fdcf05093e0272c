"""Finds the file of a notebook: its path may lack the extension, as Databricks writes it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from leat.formats import SUFFIXES
from leat.names import did_you_mean
from leat.source import first_line

_OTHER = (".scala", ".r", ".R")


class NoNotebook(FileNotFoundError):
    """There is no notebook at a path; the message names the nearest one."""

    def __init__(self, message: str) -> None:
        super().__init__(message)


def find(path: str, folders: list[Path]) -> Path:
    """The notebook's file: below the first of the folders that has it, or at an absolute path. NoNotebook: nowhere."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) and not path.startswith("file:"):
        raise NoNotebook(f"A notebook lies in a folder of this machine, not at {path}. Copy it there first.")

    given = Path(unquote(urlsplit(path).path) if path.startswith("file:") else path).expanduser()
    places = [given] if given.is_absolute() else [folder / given for folder in folders]
    if given.is_absolute():
        places += [folder / given.relative_to(given.anchor) for folder in folders]
    for place in places:
        for suffix in ("", *SUFFIXES, *_OTHER):
            file = place.with_name(place.name + suffix)
            if file.is_file():
                return file.absolute()

    raise NoNotebook(f"There is no notebook {path} (tried with .ipynb, .py and .sql).{_near(places)}")


def is_notebook(file: Path) -> bool:
    """Whether a file that was found is a notebook, and not a program of Python or a script of SQL."""
    language = {".py": "python", ".sql": "sql"}.get(file.suffix.lower())
    if language is None:
        return True

    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.readline().rstrip() == first_line(language)


def _near(places: list[Path]) -> str:
    for place in places:
        folder = place.parent
        if folder.is_dir():
            names = {file.stem: file.name for file in folder.iterdir() if file.suffix.lower() in SUFFIXES}
            hint = did_you_mean(place.stem, names)
            return re.sub(r"'(.*)'\?$", lambda found: f"'{folder / names[found[1]]}'?", hint) + (
                f" (in {folder})" if not hint.startswith(" Did you") else ""
            )

    return f" There is no folder {places[0].parent} either."
