"""display and displayHTML: tables of Spark as text and HTML, everything else as IPython shows it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

ROWS = 1000
TEXT_ROWS = 20
CELL = 500
TEXT_CELL = 60


class Display:
    """What a notebook calls display: display(value, ...) shows values; display.HTML is not needed, see displayHTML."""

    def __init__(self, publish: Callable[[dict[str, Any]], None]) -> None:
        self._publish = publish

    def __call__(self, *values: Any, **options: Any) -> Any:
        """Shows each value. Spark data: its first 1,000 rows."""
        from IPython.display import display as show

        handle = None
        for value in values:
            if is_spark_data(value):
                self._publish(bundle(value))
            else:
                handle = show(value, **options)
        return handle

    def html(self, text: str) -> None:
        """Shows HTML."""
        self._publish({"text/html": str(text)})


def is_spark_data(value: Any) -> bool:
    """Whether a value is a DataFrame of Spark, of either kind (Connect or classic)."""
    return any(
        base.__name__ == "DataFrame" and base.__module__.startswith("pyspark.sql") for base in type(value).__mro__
    )


def bundle(data: Any) -> dict[str, Any]:
    """A DataFrame of Spark by MIME type. TypeError: it is a stream, which has no rows to show."""
    if data.isStreaming:
        raise TypeError(
            "A stream has no rows to display. Write it to a table by data.writeStream...toTable(name), "
            "wait for it, and display the table."
        )

    columns = list(data.columns)
    rows = [[_text(value) for value in row] for row in data.limit(ROWS + 1).collect()]
    more = len(rows) > ROWS
    return {"text/html": html_table(columns, rows[:ROWS], more), "text/plain": text_table(columns, rows[:ROWS], more)}


def html_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]], more: bool = False) -> str:
    """An HTML table; None is shown as null."""
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    body = "\n".join("<tr>" + "".join(_html_cell(value) for value in row) + "</tr>" for row in rows)
    note = f"<p>The first {ROWS:,} rows.</p>" if more else ""
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{note}"


def text_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]], more: bool = False) -> str:
    """A table of aligned columns: the first 20 rows, and how many there are."""
    shown = [[_short("null" if value is None else value, TEXT_CELL) for value in row] for row in rows[:TEXT_ROWS]]
    lines = [list(columns), *shown]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    texts = ["  ".join(value.ljust(width) for value, width in zip(line, widths)).rstrip() for line in lines]
    texts.insert(1, "  ".join("-" * width for width in widths))
    count = f"more than {ROWS:,} rows" if more else "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    left = f", the first {TEXT_ROWS} shown" if len(rows) > TEXT_ROWS else ""
    return "\n".join([*texts, f"({count}{left})"])


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _html_cell(value: str | None) -> str:
    return "<td><i>null</i></td>" if value is None else f"<td>{html.escape(_short(value, CELL))}</td>"


def _short(text: str, longest: int) -> str:
    line = text.replace("\n", "\\n") if longest == TEXT_CELL else text
    return line if len(line) <= longest else line[: longest - 1] + "…"
