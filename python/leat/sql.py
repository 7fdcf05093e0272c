"""The text of SQL cells: statements, the parameters they name, and the widget statements of SQL notebooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_TOKENS = re.compile(
    r"""'(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" | `(?:[^`]|``)*` | --[^\n]* | /\*.*?(?:\*/|\Z)
      | (?P<end>;) | (?<![\w:]):(?P<name>[A-Za-z_]\w*) | \$\{(?P<paste>[^}]*)\} """,
    re.VERBOSE | re.DOTALL,
)
_COMMENTS = re.compile(r"(?:--[^\n]*(?:\n|\Z)|/\*.*?\*/|\s)*", re.DOTALL)
_SCRIPT = re.compile(r"(?:\w+\s*:\s*)?BEGIN\b", re.IGNORECASE)
_MAKE = re.compile(
    r"CREATE\s+WIDGET\s+(?P<kind>TEXT|DROPDOWN|COMBOBOX|MULTISELECT)\s+(?P<name>`[^`]+`|\w+)\s+DEFAULT\s+"
    r"(?P<default>'[^']*'|\"[^\"]*\")(?:\s+CHOICES\s+(?P<choices>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_REMOVE = re.compile(r"REMOVE\s+WIDGET\s+(?P<name>`[^`]+`|\w+)", re.IGNORECASE)


class SqlError(ValueError):
    """A SQL cell cannot be run as it is written."""


class Widget(NamedTuple):
    """A CREATE WIDGET statement. kind: "text", "dropdown", …; choices: the query that gives them, or None."""

    kind: str
    name: str
    default: str
    choices: str | None


def statements(text: str) -> list[str]:
    """The statements of a text, without their semicolons; a script (BEGIN ... END) is one statement to the end."""
    found, start = [], 0
    if not _SCRIPT.match(text, _COMMENTS.match(text).end()):  # type: ignore[union-attr]
        for token in _TOKENS.finditer(text):
            if token.group("end"):
                found.append(text[start : token.start()])
                start = token.end()
    found.append(text[start:])
    return [statement.strip() for statement in found if _COMMENTS.sub("", statement, count=1)]


def arguments(statement: str, widgets: Mapping[str, str]) -> dict[str, Any]:
    """The widgets that a statement names as :name. SqlError: it pastes a widget's text as ${name}."""
    named = {}
    for token in _TOKENS.finditer(statement):
        name, pasted = token.group("name"), token.group("paste")
        if name in widgets:
            named[name] = widgets[name]
        if pasted in widgets:
            raise SqlError(
                f"${{{pasted}}} would paste the text of a parameter into SQL. Write :{pasted} for its value, "
                f"or IDENTIFIER(:{pasted}) for the name of a table or column."
            )
    return named


def widget(statement: str) -> Widget | None:
    """The widget a statement makes, if it is such a statement."""
    made = _MAKE.fullmatch(statement[_COMMENTS.match(statement).end() :])  # type: ignore[union-attr]
    if not made:
        return None

    return Widget(made["kind"].lower(), made["name"].strip("`"), made["default"][1:-1], made["choices"])


def removed_widget(statement: str) -> str | None:
    """The name of the widget a statement removes, if it is such a statement."""
    gone = _REMOVE.fullmatch(statement[_COMMENTS.match(statement).end() :])  # type: ignore[union-attr]
    return gone["name"].strip("`") if gone else None
