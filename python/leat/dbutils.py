"""dbutils, as notebooks on Databricks use it: widgets, secrets, files, task values, and calls of other notebooks."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any

from leat.channel import Channel, NotThere
from leat.files import Files
from leat.names import did_you_mean
from leat.redaction import Redaction
from leat.widgets import Widgets

LONGEST_VALUE = 48 * 1024


class NotebookExit(BaseException):
    """dbutils.notebook.exit was called. No Exception, so that 'except Exception' around the call lets it through."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class RestartPython(BaseException):
    """dbutils.library.restartPython was called."""


class Group:
    """Functions of dbutils under one name, such as dbutils.fs."""

    def __init__(self, name: str, functions: Any) -> None:
        self._name = name
        self._functions = functions

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and hasattr(self._functions, name):
            return getattr(self._functions, name)

        raise AttributeError(f"There is no {self._name}.{name} in Leat.{did_you_mean(name, _names(self._functions))}")

    def __dir__(self) -> list[str]:
        return [*_names(self._functions), "help"]

    def help(self, function: str | None = None) -> None:
        """Prints what there is, or what one function does."""
        for name in [function] if function else _names(self._functions):
            member = getattr(self, name)
            signature = inspect.signature(member) if callable(member) else ""
            summary = (inspect.getdoc(member) or "").split("\n\n")[0]
            print(f"{self._name}.{name}{signature}\n    {summary}")


class Secrets:
    """The workspace's secrets; values are hidden in everything a notebook shows."""

    def __init__(self, channel: Channel | None, redaction: Redaction) -> None:
        self._channel = channel
        self._redaction = redaction
        self.asked: dict[tuple[str, str], None] = {}

    def get(self, scope: str, key: str) -> str:
        """A secret's text. LookupError: there is none; RuntimeError: no task of Leat runs here."""
        if self._channel is None:
            raise RuntimeError("Secrets are there only in a task run: no LEAT_CHANNEL leads to a driver of Leat.")

        try:
            secret = self._channel.secret(scope, key)
        except NotThere as error:
            raise LookupError(f"There is no secret '{key}' in the scope '{scope}', or no right to read it.") from error

        self._redaction.add(secret)
        self.asked[scope, key] = None
        return secret

    def getBytes(self, scope: str, key: str) -> bytes:
        """A secret's text as UTF-8."""
        return self.get(scope, key).encode("utf-8")

    def list(self, scope: str) -> list[Any]:
        """Refuses: a task run is given the secrets it asks for by name, and no list of them."""
        raise PermissionError(
            f"A task run may read a secret by its name, and not list those of the scope '{scope}'. "
            "Name it: dbutils.secrets.get(scope, key)."
        )

    def listScopes(self) -> list[Any]:
        """Refuses: a task run is given the secrets it asks for by name, and no list of them."""
        raise PermissionError("A task run may read a secret by its name, and not list scopes.")


class TaskValues:
    """Values that tasks of a run hand on to later tasks."""

    def __init__(self, channel: Channel | None) -> None:
        self._channel = channel

    def set(self, key: str, value: Any) -> None:
        """Sets a value of at most 48 KiB of JSON. TypeError: it is no JSON; ValueError: it is longer."""
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise TypeError(f"The task value '{key}' must be JSON: {error}.") from error

        if len(text.encode("utf-8")) > LONGEST_VALUE:
            raise ValueError(f"The task value '{key}' has {len(text):,} characters of JSON, and 48 KiB are the most.")

        if self._channel is not None:
            self._channel.set_value(key, value)

    def get(self, taskKey: str, key: str, default: Any = None, debugValue: Any = None) -> Any:
        """What an earlier task has set, or the default; outside of a job the debugValue.

        LookupError: there is no such value, and no default; RuntimeError: no job, and no debugValue.
        """
        if self._channel is None:
            if debugValue is None:
                raise RuntimeError("dbutils.jobs.taskValues.get outside of a job needs a debugValue.")

            return debugValue

        try:
            return self._channel.value(taskKey, key)
        except NotThere as error:
            if default is not None:
                return default

            raise LookupError(
                f"The task '{taskKey}' has set no value '{key}' in this run, and no default is given."
            ) from error


class Jobs:
    """dbutils.jobs."""

    def __init__(self, values: TaskValues) -> None:
        self.taskValues = Group("dbutils.jobs.taskValues", values)


class NotebookCalls:
    """dbutils.notebook."""

    def __init__(self, run: Callable[[str, float, Mapping[str, Any]], str]) -> None:
        self._run = run
        self.exited: NotebookExit | None = None

    def exit(self, value: Any = "") -> None:
        """Ends the notebook with success and this value; the cells that follow are not run."""
        self.exited = NotebookExit("" if value is None else str(value))
        raise self.exited

    def run(self, path: str, timeout_seconds: float = 0, arguments: Mapping[str, Any] | None = None) -> str:
        """Runs another notebook in a process of its own, and returns what it exits with.

        timeout_seconds: 0 for no limit. NotebookRunError: it failed; TimeoutError: it took longer.
        """
        return self._run(path, timeout_seconds, arguments or {})


class Library:
    """dbutils.library."""

    def restartPython(self) -> None:
        """Goes on with the next cell in a new Python, in which what %pip installed is seen; variables are gone."""
        raise RestartPython


class DbUtils:
    """The object that notebooks call dbutils."""

    def __init__(self, widgets: Widgets, secrets: Secrets, values: TaskValues, calls: NotebookCalls) -> None:
        self.widgets = Group("dbutils.widgets", widgets)
        self.fs = Group("dbutils.fs", Files())
        self.secrets = Group("dbutils.secrets", secrets)
        self.jobs = Group("dbutils.jobs", Jobs(values))
        self.notebook = Group("dbutils.notebook", calls)
        self.library = Group("dbutils.library", Library())

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"There is no dbutils.{name} in Leat.{did_you_mean(name, vars(self))}")

    def __repr__(self) -> str:
        return f"dbutils of Leat: {', '.join(vars(self))}; dbutils.fs.help() and so on say more"

    def help(self) -> None:
        """Prints what there is."""
        for group in vars(self).values():
            group.help()


def _names(functions: Any) -> list[str]:
    return [
        name
        for name, member in inspect.getmembers(functions)
        if not name.startswith("_") and (callable(member) or isinstance(member, Group))
    ]
