"""An exception as its user wants to read it: one line that says what and where, and the user's own trace."""

import os
import sys
import sysconfig
import traceback

LONGEST_MESSAGE = 1000
LONGEST_TRACE = 60_000

_BY_LEAT = "(io.leat."  # how Spark tells what a class of the driver has refused
_OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep


def describe(error, own=()):
    """The line and the trace of an exception.

    Frames of Leat, of Python and of installed libraries are left out, but those below the folders ``own`` are kept.
    """
    told = traceback.TracebackException.from_exception(error, compact=True)
    _keep_own(told, own, set())
    trace = "".join(told.format())
    if len(trace) > LONGEST_TRACE:
        trace = trace[:LONGEST_TRACE] + "\n(cut)\n"
    return one_line(error, own), trace


def one_line(error, own=()):
    """``ValueError: text (script.py line 12)``."""
    name = type(error).__name__
    if isinstance(error, SyntaxError):
        return _with_place(f"{name}: {error.msg}", error.filename, error.lineno)
    text = _first_part(str(error))
    if text.startswith(_BY_LEAT):
        name, text = "", text.partition(") ")[2]
    if isinstance(error, ModuleNotFoundError):
        text += "; what a program needs beyond the base environment is named in the libraries of its task"
    elif isinstance(error, ImportError) and error.name and error.name.split(".")[0] == "pyspark":
        text = text.partition(" (")[0]
        text += "; programs reach Spark by Spark Connect, which has no SparkContext and no RDDs"
    line = ": ".join(part for part in (name, text) if part)
    frames = _own_frames(traceback.extract_tb(error.__traceback__), own)
    last = frames[-1] if frames else None
    return _with_place(line, last and last.filename, last and last.lineno)


def _with_place(line, file, number):
    cut = line if len(line) <= LONGEST_MESSAGE else line[:LONGEST_MESSAGE] + " (cut)"
    return f"{cut} ({os.path.basename(file)} line {number})" if file and number else cut


def _first_part(text):
    """Without the plans and the stack of the JVM that Spark adds to its messages, on one line."""
    kept = []
    for line in text.strip().splitlines():
        plan = line.startswith(("'", "+- ", ":- ", "!"))
        if kept and (plan or line.startswith(("JVM stacktrace", "== SQL", "== DataFrame", "\tat "))):
            break
        if line.strip():
            kept.append(line.strip())
    return " ".join(kept)


def _keep_own(told, own, seen):
    """Of the exception the user's frames, or all when there is none; of those it came from only the user's."""
    frames = _own_frames(told.stack, own)
    if frames or seen:
        told.stack = traceback.StackSummary.from_list(frames)
    seen.add(id(told))
    for other in (told.__cause__, told.__context__, *(getattr(told, "exceptions", None) or ())):
        if other is not None and id(other) not in seen:
            _keep_own(other, own, seen)


def _own_frames(stack, own):
    return [frame for frame in stack if _is_own(frame.filename, own)]


def _is_own(file, own):
    if file.startswith("<"):
        return file.startswith(("<ipython", "<stdin", "<string", "<cell"))
    path = os.path.abspath(file)
    if any(path.startswith(os.path.abspath(folder) + os.sep) for folder in own):
        return True
    return not path.startswith(_FOREIGN)


def _foreign():
    folders = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders |= {folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))}
    return tuple({_OURS} | {os.path.abspath(folder) + os.sep for folder in folders if folder})


_FOREIGN = _foreign()
