"""IPython's shell, in this process, with its outputs kept in a record and its errors told by cell and line."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from leat.dbutils import NotebookExit, RestartPython
from leat.record import Record

LONGEST_LIVE = 10_000


class Compiler(CachingCompiler):
    """Names code by the cell it stands in, as traces show it."""

    label = "cell"

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return f"<{self.label}>"


class Publisher(DisplayPublisher):
    """Keeps displays, and passes their text on."""

    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        name = (transient or {}).get("display_id")
        if update and name is not None:
            self.shell.record.replace(data, metadata or {}, name)
        else:
            self.shell.record.show(data, metadata or {}, None, name)
            self.shell.tell(data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.record.clear()


class Hook(DisplayHook):
    """Keeps the value of a cell's last line, and passes its text on."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.record.show(format_dict, md_dict or {}, self.shell.count, None)
        self.shell.tell(format_dict)

    def log_output(self, format_dict: dict[str, Any]) -> None:
        pass

    def finish_displayhook(self) -> None:
        self._is_active = False


class NotebookShell(InteractiveShell):
    """Runs the code of cells; nothing of it reads the user's own IPython folder, or asks anybody."""

    compiler_class = Type(Compiler)
    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    record: Record
    out: Any
    count = 0
    _shown: BaseException | None = None

    @classmethod
    def start(cls, record: Record, out: Any, folder: Path) -> NotebookShell:
        """The one shell of this process. folder: for what IPython wants to keep."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "NoColor"
        config.InteractiveShell.banner1 = ""
        warnings.filterwarnings("ignore", message="To exit: use")
        shell = cls.instance(config=config, ipython_dir=str(folder))
        shell.record, shell.out = record, out
        shell.set_custom_exc((NotebookExit, RestartPython), _stay_silent)
        return shell

    def run_labelled(self, code: str, label: str) -> BaseException | None:
        """Runs code under the name its traces shall show; answers what it raised."""
        outer, self.compile.label = self.compile.label, label
        self._shown = None
        try:
            result = self.run_cell(code, store_history=outer == Compiler.label)
        finally:
            self.compile.label = outer
        error = result.error_before_exec or result.error_in_exec or self._shown
        self._shown = None
        return error

    def tell(self, data: dict[str, Any]) -> None:
        """Passes the text of a value on to the log."""
        text = data.get("text/plain")
        if isinstance(text, str) and text:
            self.out.live(text[:LONGEST_LIVE] + "\n")

    def init_virtualenv(self) -> None:
        pass

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def ask_exit(self) -> None:
        raise SystemExit(0)

    def showtraceback(self, exc_tuple: Any = None, *arguments: Any, **options: Any) -> None:
        """Keeps the error: magics such as %run and %%time show what their code raised, and go on as if nothing was."""
        self._shown = exc_tuple[1] if exc_tuple else sys.exc_info()[1]

    def showsyntaxerror(self, filename: str | None = None, running_compiled_code: bool = False) -> None:
        pass


def _stay_silent(shell: Any, kind: Any, value: Any, trace: Any, tb_offset: Any = None) -> list[str]:
    return []


_MAGIC = re.compile(r"%{1,2}(?P<name>[a-zA-Z][\w-]*)(?P<rest>[^\n]*)(?:\n|\Z)(?P<body>.*)", re.DOTALL)
_OF_CELL = {"sql", "sh", "fs", "md", "md-sandbox", "scala", "r", "java"}


def is_python(code: str) -> bool:
    """Whether the lines of some prepared code are Python's, and not those of another language."""
    magic = _MAGIC.match(code)
    return not (magic and code.startswith("%%") and magic["name"].lower() in _OF_CELL)


def prepared(source: str, language: str) -> str:
    """A cell's source as IPython runs it: the magics of Databricks, such as %sql, are for the whole of their cell."""
    start = re.match(r"(?:[ \t]*(?:--[^\n]*|#[^\n]*)?\n)*[ \t]*", source).end()  # type: ignore[union-attr]
    magic = _MAGIC.match(source, start)
    name = magic["name"].lower() if magic else ""
    if magic and name in _OF_CELL:
        return f"%%{name}{magic['rest']}\n{magic['body']}\n"

    if magic and name == "python":
        return re.sub(r"[^\n]", "", source[:start]) + magic["rest"].strip() + "\n" + magic["body"]

    if magic is None and language == "sql" and source.strip():
        return f"%%sql\n{source}\n"

    return source
