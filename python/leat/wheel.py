"""A ``python_wheel_task``: an entry point of an installed package, as its own command would call it."""

import difflib
import importlib
import importlib.metadata
import os
import sys

from leat.run import Refused


def main(order):
    package, name = order["package_name"], order["entry_point"]
    sys.argv = [name, *order["parameters"]]
    call, is_command = _entry_point(package, name)
    answer = call()
    if is_command:
        sys.exit(answer if isinstance(answer, (int, str)) else None)


def own(order):
    """The folders of the package's code."""
    try:
        files = importlib.metadata.distribution(order["package_name"]).files or ()
    except importlib.metadata.PackageNotFoundError:
        return ()
    return tuple({os.path.dirname(str(file.locate())) for file in files if file.suffix == ".py"})


def _entry_point(package, name):
    """What to call, and whether what it answers is the status of a command."""
    try:
        known = importlib.metadata.distribution(package).entry_points
    except importlib.metadata.PackageNotFoundError:
        return _function(package, name, ())
    for entry in known:
        if entry.name == name:
            return entry.load(), entry.group == "console_scripts"
    return _function(package, name, tuple(entry.name for entry in known))


def _function(package, name, known):
    """The function of this name in the package itself, where its metadata names no such entry point."""
    module = package.replace("-", "_")
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as e:
        if e.name != module.split(".")[0] and e.name != module:
            raise
        installed = {name for dist in importlib.metadata.distributions() if (name := dist.metadata["Name"])}
        raise Refused(
            f"There is no package {package} in the task's environment{_nearest(package, installed)}."
            " Name its wheel in the libraries of the task."
        ) from None
    function = getattr(found, name, None)
    if callable(function):
        return function, False
    names = {*known, *(n for n in vars(found) if not n.startswith("_") and callable(getattr(found, n)))}
    raise Refused(f"The package {package} has no entry point {name}{_nearest(name, names)}.")


def _nearest(name, names):
    near = difflib.get_close_matches(name, sorted(names), 1)
    return f"; did you mean {near[0]}?" if near else ""
