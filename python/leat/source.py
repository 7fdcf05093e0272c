"""The text of Databricks source notebooks: a first line, cells between COMMAND lines, MAGIC and DBTITLE comments."""

from __future__ import annotations

import re
from dataclasses import dataclass

COMMENTS = {"python": "#", "sql": "--"}
_FIRST = "Databricks notebook source"
_TITLE = re.compile(r"DBTITLE ([01]),(.*)")


class NotANotebook(ValueError):
    """The text is no Databricks notebook; the message goes on from the file's name."""


@dataclass(frozen=True)
class Part:
    """One cell: what a person sees in it, without comment marks, its title line and its surrounding blank lines."""

    text: str
    title: str | None = None
    title_shown: bool = True


def first_line(language: str) -> str:
    return f"{COMMENTS[language]} {_FIRST}"


def split(text: str, language: str) -> list[str]:
    """The cells' texts just as they stand in the file ("\\n" line ends). NotANotebook: the first line is another."""
    first, newline, rest = text.partition("\n")
    if first.rstrip() != first_line(language):
        raise NotANotebook(f"does not start with the line '{first_line(language)}'")

    mark = re.escape(COMMENTS[language])
    return re.split(rf"^{mark} COMMAND ----------[ \t]*(?:\n|\Z)", rest, flags=re.MULTILINE) if newline else []


def join(texts: list[str], language: str) -> str:
    """The inverse of split, when the file's COMMAND lines had no blanks after them."""
    return first_line(language) + "\n" + f"{COMMENTS[language]} COMMAND ----------\n".join(texts)


def parse(text: str, language: str) -> Part:
    """What the text of one cell says."""
    lines = text.strip("\n").split("\n")
    comment = COMMENTS[language] + " "
    title = _TITLE.fullmatch(lines[0][len(comment) :]) if lines[0].startswith(comment) else None
    if title:
        lines = lines[1:]
    magic = comment + "MAGIC"
    seen = [_unmarked(line, magic) for line in lines]
    if not title:
        return Part("\n".join(seen))

    return Part("\n".join(seen), title.group(2), title.group(1) == "1")


def render(part: Part, language: str, position: str = "middle") -> str:
    """The text of a cell as Databricks writes it. position: "first", "middle", "last" or "only" in the file."""
    comment = COMMENTS[language] + " "
    lines = part.text.split("\n")
    if part.text.lstrip().startswith("%"):
        lines = [f"{comment}MAGIC {line}".rstrip() if not line else f"{comment}MAGIC {line}" for line in lines]
    if part.title is not None:
        lines = [f"{comment}DBTITLE {int(part.title_shown)},{part.title}", *lines]
    before = "" if position in ("first", "only") else "\n"
    after = "\n" if position in ("last", "only") else "\n\n"
    return before + "\n".join(lines) + after


def _unmarked(line: str, magic: str) -> str:
    if line == magic:
        return ""

    return line[len(magic) + 1 :] if line.startswith(magic + " ") else line
