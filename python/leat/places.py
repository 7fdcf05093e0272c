"""Errors as a notebook's user reads them: what, in which cell, on which line."""

from __future__ import annotations

import os
import re
import traceback
from types import TracebackType

import IPython

from leat import failure
from leat.run import Refused

_INSIDE = tuple(os.path.dirname(os.path.abspath(file)) + os.sep for file in (IPython.__file__, __file__))
_CELL = re.compile(r"<(?P<label>.*\bcell \d+[^>]*)>")
_TIMED = "<timed exec>"


class NotebookFailed(Refused):
    """A cell failed. str: one line for the user; trace: the frames of the user's own code."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


def failed(error: BaseException, label: str, lines_count: bool, own: tuple[str, ...]) -> NotebookFailed:
    """What to tell of an error.

    label: of the cell that was run, such as "cell 7"; lines_count: whether its lines are lines of Python; own: folders
    of the user's code.
    """
    line, trace = failure.describe(error, own)
    what = re.sub(r" \([^()]* line \d+\)$", "", line)
    return NotebookFailed(f"{what} ({_place(error, label, lines_count, own)})", trace)


def outputs(error: BaseException) -> list[str]:
    """The lines of an error's trace."""
    return "".join(traceback.format_exception(error)).rstrip("\n").split("\n")


def trim(error: BaseException) -> None:
    """Takes the frames of IPython and Leat out of an error's trace, and of those it came from."""
    seen: set[int] = set()
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            one.__traceback__ = _without_inside(one.__traceback__)
            todo += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def _without_inside(trace: TracebackType | None) -> TracebackType | None:
    kept = []
    while trace is not None:
        if not os.path.abspath(trace.tb_frame.f_code.co_filename).startswith(_INSIDE):
            kept.append(trace)
        trace = trace.tb_next
    following = None
    for one in reversed(kept):
        following = TracebackType(following, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return following


def _place(error: BaseException, label: str, lines_count: bool, own: tuple[str, ...]) -> str:
    if isinstance(error, SyntaxError) and error.lineno and error.filename:
        cell = _CELL.fullmatch(error.filename)
        return f"{cell['label'] if cell else os.path.basename(error.filename)}, line {error.lineno}"

    cells = _cells(error.__traceback__)
    inner, line = cells[-1] if cells else (label, None)
    place = f"{inner}, line {line}" if line and (lines_count or inner != label) else inner
    below = re.search(r" \(([^()<>]+) line (\d+)\)$", failure.one_line(error, own))
    if below:
        place = f"{below[1]} line {below[2]}, called in {place}"
    return place if inner == label else f"{place}, run by {label}"


def _cells(trace: TracebackType | None) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    while trace is not None:
        cell = _CELL.fullmatch(trace.tb_frame.f_code.co_filename)
        if cell:
            found.append((cell["label"], trace.tb_lineno))
        elif trace.tb_frame.f_code.co_filename == _TIMED and found:
            found[-1] = (found[-1][0], trace.tb_lineno + 1)
        trace = trace.tb_next
    return found
