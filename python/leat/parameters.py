"""The cell of injected parameters: what the job passes, in the types of the defaults in the cell tagged parameters."""

from __future__ import annotations

import ast
import builtins
import json
import keyword
from collections.abc import Mapping
from typing import Any

from leat.formats import Cell

TAG = "parameters"
INJECTED = "injected-parameters"
OURS = {"spark", "sc", "sqlContext", "dbutils", "display", "displayHTML", "getArgument"}
_TRUE = {"true": True, "false": False}


class ParameterError(ValueError):
    """A parameter's text is no value of the type its default has."""


def inject(cells: list[Cell], values: Mapping[str, str]) -> list[Cell]:
    """The cells with the parameters' cell put in behind the one tagged parameters; as they are if there is none."""
    kept = [cell for cell in cells if INJECTED not in cell.tags()]
    at = next((at for at, cell in enumerate(kept) if cell.kind == "code" and TAG in cell.tags()), None)
    if at is None or not values:
        return cells

    text = assignments(kept[at].source, values)
    return [*kept[: at + 1], Cell("code", text, metadata={"tags": [INJECTED]}), *kept[at + 1 :]]


def assignments(defaults: str, values: Mapping[str, str]) -> str:
    """Python code that sets the parameters, typed as the defaults are. ParameterError: a text does not fit."""
    types = _types(defaults)
    lines = ["# Parameters"]
    for name, text in values.items():
        if name in types or _is_free(name):
            lines.append(f"{name} = {_typed(name, text, types.get(name))!r}")
    return "\n".join(lines) + "\n"


def _is_free(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and name not in OURS and not hasattr(builtins, name)


def _types(defaults: str) -> dict[str, type]:
    """The type each name of the defaults' cell has: by its annotation, or its value where that is a literal."""
    try:
        statements = ast.parse(defaults).body
    except SyntaxError:
        return {}

    types: dict[str, type] = {}
    for statement in statements:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            annotated = ast.unparse(statement.annotation).split("[")[0].removesuffix(" | None")
            types[statement.target.id] = _NAMED.get(annotated) or _literal_type(statement.value)
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    types[target.id] = _literal_type(statement.value)
    return types


_NAMED: dict[str, type] = {kind.__name__: kind for kind in (str, int, float, bool, list, dict)}


def _literal_type(value: ast.expr | None) -> type:
    try:
        return type(ast.literal_eval(value)) if value is not None else str
    except ValueError:
        return str


def _typed(name: str, text: str, kind: type | None) -> Any:
    try:
        if kind is bool:
            return _TRUE[text.strip().lower()]

        if kind in (int, float):
            return kind(text)

        if kind in (list, dict, tuple, set):
            value = _structure(text)
            if isinstance(value, kind if kind in (list, dict) else (list, tuple, set)):
                return value if kind in (list, dict) else kind(value)

            raise ValueError(text)
    except (KeyError, ValueError, SyntaxError) as error:
        raise ParameterError(
            f"The parameter {name} is {text!r}, and its default in the cell tagged parameters is of the type "
            f"{kind.__name__}. Pass a value of that type, or make the default a text."
        ) from error

    return text


def _structure(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return ast.literal_eval(text)
