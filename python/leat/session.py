"""Lets programs that were written for a Spark of their own join the session of their task.

PySpark is adapted when the program imports it: a master is not chosen by the program, Hive support is not needed to
have tables, and a session that was stopped can be joined again, as a Spark of one's own can be started again.
"""

import importlib.abc
import importlib.machinery
import sys


def adapt():
    """From now on; what has been imported already is adapted at once."""
    sys.meta_path.insert(0, _Finder())
    for name, change in _CHANGES.items():
        if name in sys.modules:
            change(sys.modules[name])


def _builder(module):
    builder = module.SparkSession.Builder
    check = builder._validate_startup_urls

    def without_master(self):
        self._options.pop("spark.master", None)
        check(self)

    builder._validate_startup_urls = without_master
    builder.enableHiveSupport = lambda self: self


def _session(module):
    session = module.SparkSession
    begin = session.__init__

    def keep(self, *arguments, **named):
        begin(self, *arguments, **named)
        self.release_session_on_close = False

    session.__init__ = keep
    session.Builder.enableHiveSupport = lambda self: self


_CHANGES = {"pyspark.sql.session": _builder, "pyspark.sql.connect.session": _session}


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        change = _CHANGES.get(name)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if change else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, change)
        return spec


class _Loader(importlib.abc.Loader):
    """Loads a module as its own loader does, and changes it before anybody sees it."""

    def __init__(self, loader, change):
        self._loader = loader
        self._change = change

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        self._change(module)

    def __getattr__(self, name):
        return getattr(self._loader, name)
