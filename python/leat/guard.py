"""Keeps the process of a task: nothing it starts outlives it, and it does not outlive its driver.

The guard is the parent of the process in which the program runs, in a session of its own. The driver holds the other
end of the guard's standard input, so when that ends the driver is gone, and all processes of the task are killed. On
Linux processes that detach themselves become children of the guard, so they are found too.
"""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def fork():
    """Returns in the process that is to run the program, with where its order comes from; never in the guard."""
    os.setsid()
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    guard = os.getpid()
    orders, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        _die_with(guard)
        return orders
    os.close(orders)
    _guard(child, told)


def _die_with(guard):
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != guard:
        os._exit(128 + signal.SIGKILL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _prctl(option, value):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)


def _guard(child, told):
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)
    threading.Thread(target=_pass_on, args=(told,), daemon=True).start()
    status = _wait(child)
    left = _kill_all()
    if left:
        print(f"Leat ended {left} process(es) that the program left behind.", file=sys.stderr, flush=True)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _pass_on(told):
    """The one line of the order goes to the program; then there is only the end of the driver to wait for."""
    line = True
    while True:
        text = os.read(0, 65536)
        if not text:
            _kill_all()
            os.killpg(0, signal.SIGKILL)
        if line:
            try:
                os.write(told, text)
            except BrokenPipeError:
                line = False
            if line and text.endswith(b"\n"):
                os.close(told)
                line = False


def _wait(child):
    while True:
        try:
            ended, status = os.wait()
        except ChildProcessError:
            signal.pause()  # the driver is gone, and the other thread ends all
            continue
        if ended == child:
            return status


def _kill_all():
    """Kills every process below this one, and says how many; more than once, for they may start others meanwhile."""
    killed = set()
    while True:
        alive = _below(os.getpid())
        if not alive:
            _reap()
            return len(killed)
        for process in alive:
            try:
                os.kill(process, signal.SIGKILL)
                killed.add(process)
            except ProcessLookupError:
                killed.discard(process)
        time.sleep(0.01)


def _reap():
    """Those that came to the guard when their parents ended would stay as zombies."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def _below(root):
    """The processes below this one that have not ended."""
    children = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdigit():
            facts = _stat(name)
            if facts:
                children.setdefault(facts[1], []).append((int(name), facts[0]))
    found, todo = [], [root]
    while todo:
        for process, state in children.get(todo.pop(), []):
            todo.append(process)
            if state not in "ZX":
                found.append(process)
    return found


def _stat(name):
    try:
        with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
            state, parent = file.read().rpartition(")")[2].split()[:2]
            return state, int(parent)
    except (OSError, ValueError):
        return None
