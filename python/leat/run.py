"""The process of one task run: waits for its order, does it, and tells the driver how it failed.

The order is one line of JSON on standard input: ``module`` (which has a function ``main(order)``, and may have one
``own(order)`` that answers folders of the user's code), ``environment``, ``directory``, and what the module wants. It
comes that way, and not on the command line or in the environment of the process, for it holds the tokens of the task
run, and so that an interpreter can be started, and can import what is slow to import, before there is a task for it.
"""

import contextlib
import faulthandler
import importlib
import json
import os
import sys

from leat import guard, session

_SLOW = (
    "leat.script",
    "leat.wheel",
    "leat.channel",
    "leat.failure",
    "pyspark.sql.connect.session",
    "pandas",
    "leat.notebook",
)


class Refused(Exception):
    """The order cannot be carried out, or failed with a trace of its own; the text is for the user."""

    trace = ""


def main():
    orders = guard.fork()
    faulthandler.enable()
    session.adapt()
    if sys.argv[1:] == ["spare"]:
        _import_ahead()
    order = _read(orders)
    if order is None:
        return 0
    os.environ.update(order["environment"])
    os.chdir(order["directory"])
    _forget_own_folder()
    return carry_out(order)


def _import_ahead():
    """What cannot be imported here is missed by the program that needs it, if any does."""
    for name in _SLOW:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _read(orders):
    with os.fdopen(orders, "rb") as file:
        line = file.readline()
    return json.loads(line) if line.endswith(b"\n") else None


def _forget_own_folder():
    """``-m`` puts the folder it was started in first; for the program that is the folder of its own file."""
    if sys.path and sys.path[0] in ("", os.path.dirname(os.path.dirname(os.path.abspath(__file__)))):
        del sys.path[0]


def carry_out(order):
    module = importlib.import_module(order["module"])
    try:
        module.main(order)
    except SystemExit as e:
        return _exit(e.code)
    except Refused as e:
        return _fail(str(e), e.trace or str(e))
    except BaseException as e:
        from leat import failure

        own = module.own(order) if hasattr(module, "own") else ()
        message, trace = failure.describe(e, own)
        return _fail(message, trace)
    return 0


def _exit(code):
    if code is None or code == 0:
        return 0
    if isinstance(code, int):
        _tell(f"The program ended with sys.exit({int(code)}).", "")
        return code & 0xFF or 1
    return _fail(str(code), "")


def _fail(message, trace):
    sys.stdout.flush()
    print(trace.rstrip("\n") or message, file=sys.stderr, flush=True)
    _tell(message, trace)
    return 1


def _tell(message, trace):
    from leat.channel import Channel

    channel = Channel.of()
    if channel is not None:
        channel.failure(message, trace)


if __name__ == "__main__":
    # The module under its own name, so that what others import from it is the same.
    from leat import run

    sys.exit(run.main())
