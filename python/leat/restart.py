"""dbutils.library.restartPython: the same execution goes on with its next cell in a new interpreter of this process.

What the new one needs lies in a file that only this user can read. It names the secrets that are to be hidden, and
does not have them: the new interpreter asks for them again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leat.record import Record
    from leat.namespace import Namespace

_START = "import sys; sys.path.insert(0, sys.argv[1]); from leat import restart; restart.main(sys.argv[2])"


def go(order: Mapping[str, Any], namespace: Namespace, record: Record, following: int, folder: Path) -> None:
    """Starts anew; does not return."""
    state = folder / "restart.json"
    content = {
        "order": dict(order),
        "folder": str(folder),
        "base": str(namespace.base),
        "following": following,
        "count": namespace.shell.count,
        "widgets": namespace.widgets.defaults(),
        "secrets": list(namespace.secrets.asked),
        "document": record.document(),
    }
    with open(os.open(state, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    record.close()
    package = str(Path(__file__).resolve().parent.parent)
    os.execv(sys.executable, [sys.executable, "-u", "-c", _START, package, str(state)])


def main(state: str) -> None:
    """The new interpreter's first words."""
    del sys.path[0]
    sys.argv = ["leat"]
    content = json.loads(Path(state).read_text(encoding="utf-8"))
    os.chdir(content["base"])
    from leat import run, session as spark_session

    spark_session.adapt()
    sys.exit(run.carry_out({**content["order"], "restarted": content}))


def folder(order: Mapping[str, Any]) -> str | None:
    """The folder of the execution that goes on; None when this is its start."""
    return order["restarted"]["folder"] if "restarted" in order else None


def resume(order: Mapping[str, Any], namespace: Namespace, record: Record) -> int:
    """Takes over what was before, if Python was restarted; answers the place of the first cell to run."""
    if "restarted" not in order:
        return 0

    content = order["restarted"]
    namespace.shell.count = content["count"]
    for name, value in content["widgets"].items():
        namespace.widgets.text(name, value)
    for scope, key in content["secrets"]:
        namespace.secrets.get(scope, key)
    namespace.overlay.use()
    record.restore(content["document"])
    return content["following"]
