"""What the benchmarks share: a private workspace, a quiet machine, numbers with their intervals, results in files."""

import argparse
import fcntl
import json
import os
import platform
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
TARGET = HOME / "bench" / "target"
EXAMPLE = HOME / "examples" / "clicks-orders"
TASKS = ["clicks_ingest", "orders_ingest", "match", "build_features", "persist_features", "train"]
TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
PATIENCE = float(os.environ.get("BENCH_PATIENCE", 3600))  # seconds to wait for a quiet machine; then measured all the same


class Workspace:
    """A folder of its own for state, tables and class-data archives, so that nothing warm is found by accident."""

    def __init__(self, folder, cache):
        self.folder = Path(folder)
        self.cache = Path(cache)
        self.environment = dict(os.environ, LEAT_HOME=str(self.folder), XDG_CACHE_HOME=str(self.cache), LEAT_IDLE_MINUTES="60")
        self.environment.pop("SPARK_HOME", None)

    def leat(self, *arguments, check=True):
        """Runs a leat command; returns its output and the seconds from prompt to prompt."""
        began = time.time()
        done = subprocess.run(
            [str(HOME / "leat"), *arguments], env=self.environment, cwd=HOME, capture_output=True, text=True
        )
        seconds = time.time() - began
        if check and done.returncode != 0:
            raise SystemExit(f"leat {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout, seconds

    def run(self, job, *arguments):
        began = time.time()
        out, seconds = self.leat("run", str(job), "--json", *arguments)
        lines = [json.loads(line) for line in out.splitlines()]
        return Run(lines[:-1], lines[-1], began, seconds)

    def status(self):
        return json.loads(self.leat("status", "--json")[0])

    def processes(self):
        if not (self.folder / "control.json").exists():
            return []
        status = self.status()
        return [status["pid"]] + [driver["pid"] for driver in status["drivers"]]

    def read(self, sql, *values):
        """Rows of the store, while the control plane may write to it."""
        store = sqlite3.connect(f"file:{self.folder / 'state.db'}?mode=ro", uri=True)
        try:
            return store.execute(sql, values).fetchall()
        finally:
            store.close()

    def stop(self):
        self.leat("stop", "--force", check=False)

    def drop(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def lab():
    """The class path of the programs that play drivers."""
    classes = HOME / "lab" / "target" / "classes"
    if not classes.is_dir():
        raise SystemExit("the lab is not built: mvn -DskipTests package")
    return ":".join(map(str, [classes, *sorted((HOME / "server" / "target" / "dist" / "lib").glob("*.jar"))]))


class Run:
    """One run: what its events tell about where the time went. All times in milliseconds."""

    def __init__(self, events, result, began, seconds):
        self.events = events
        self.result = result
        self.began = began * 1000
        self.wall = seconds * 1000
        self.millis = result["end_time"] - result["start_time"]
        if result["state"].get("result_state") != "SUCCESS":
            raise SystemExit("the run did not succeed: " + json.dumps(result["state"]))

    def of(self, kind, task=None):
        return [e for e in self.events if e["type"] == kind and (task is None or e.get("task_key") == task)]

    def driver(self):
        """From the request for a driver until it was ready; 0 when one was warm."""
        at = {e["state"]: e["at"] for e in self.of("driver")}
        return at["READY"] - at["STARTING"] if "STARTING" in at else 0

    def client(self):
        """Before the run existed, and after it had ended: the launcher, the client, the control plane's start."""
        return self.result["start_time"] - self.began, self.began + self.wall - self.result["end_time"]

    def task(self, key):
        """Ready (all before it has ended, and there is a driver), started, last commit, ended."""
        events = self.of("task", key)
        ready = max(e["at"] for e in events if e["life_cycle_state"] == "PENDING")
        last = events[-1]
        counts = self.of("counts", key)[-1]["counts"]
        commits = [e["commit"]["committed_at"] for e in self.of("commit", key)]
        committed = max(commits) if commits else max((e["at"] for e in self.of("model", key)), default=last["end_time"])
        return {
            "task": key,
            "dispatch": last["start_time"] - ready,
            "dispatch_ms": counts.get("dispatch_ms", 0),
            "plan": counts.get("plan_ms"),
            "execute": counts.get("execute_ms"),
            "commit": counts.get("commit_ms"),
            "write": counts.get("write_ms"),
            "total": last["end_time"] - ready,
            "after_commit": last["end_time"] - committed,  # the end of Delta's own commit is in it
            "outside": last["end_time"] - ready - counts["plan_ms"] - counts["write_ms"] if "write_ms" in counts else None,
            "own": last["start_time"] - ready + last["end_time"] - committed,
        }

    def metrics(self):
        return self.of("model")[-1]["model"]["metrics"]


# --- A quiet machine ------------------------------------------------------------------------------------------------


def busy():
    """Seconds that the machine's cores have worked since it started."""
    values = [int(v) for v in open("/proc/stat").readline().split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICK


def worked(pid):
    """Seconds that a process has worked, with the children it has waited for."""
    try:
        fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(v) for v in fields[11:15]) / TICK


def load():
    return float(open("/proc/loadavg").read().split()[0])


class Turn:
    """On a shared machine: BENCH_LOCK names a file that others lock (flock) while they work. Given back now and then."""

    file = os.environ.get("BENCH_LOCK")
    held = None
    since = 0.0

    @classmethod
    def take(cls, longest=120):
        if cls.file and cls.held and time.time() - cls.since > longest:
            cls.held.close()
            cls.held = None
            time.sleep(2)
        if cls.file and not cls.held:
            cls.held = open(cls.file, "a")
            fcntl.flock(cls.held, fcntl.LOCK_EX)
            cls.since = time.time()


def quiet(most=0.15):
    """Waits until all cores together are idle but for this share of one, for three seconds on end."""
    Turn.take()
    began = time.time()
    calm = 0
    while calm < 3 and time.time() - began < PATIENCE:
        before = busy()
        time.sleep(1)
        calm = calm + 1 if busy() - before <= most else 0


class Others:
    """The share of the machine that others took meanwhile: all work but that of these processes and of our children."""

    def __init__(self, pids=()):
        self.before = {pid: worked(pid) for pid in pids}
        self.own = self._own()
        self.busy = busy()
        self.began = time.time()

    @staticmethod
    def _own():
        total = 0.0
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
            usage = resource.getrusage(who)
            total += usage.ru_utime + usage.ru_stime
        return total

    def share(self, pids=()):
        ours = self._own() - self.own
        ours += sum(worked(pid) - self.before.get(pid, 0.0) for pid in set(pids) | set(self.before))
        return max(0.0, (busy() - self.busy - ours) / (time.time() - self.began) / CORES)


def undisturbed(measure, most=0.08, tries=5):
    """Measures again while others took more than this share. `measure` returns (value, processes of ours)."""
    for attempt in range(tries):
        quiet()
        load_before, others = load(), Others(getattr(measure, "pids", ()))
        value, pids = measure()
        share = others.share(pids)
        if share <= most or PATIENCE < 60:
            break
        say(f"  disturbed: others took {share:.0%}; again")
    return value, {"load_before": load_before, "others": round(share, 3), "disturbed": share > most, "tries": attempt + 1}


# --- Numbers --------------------------------------------------------------------------------------------------------


def interval(values, of=statistics.median, level=0.95, times=10000):
    """Bootstrapped interval of a statistic."""
    generator = random.Random(7)
    found = sorted(of(generator.choices(values, k=len(values))) for _ in range(times))
    return found[int(times * (1 - level) / 2)], found[int(times * (1 + level) / 2) - 1]


def p95(values):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(round(0.95 * (len(ordered) - 1))))]


def summary(values):
    low, high = interval(values) if len(values) > 2 else (min(values), max(values))
    return {"n": len(values), "median": statistics.median(values), "low": low, "high": high, "p95": p95(values), "min": min(values), "max": max(values)}


def shown(values, unit=1000.0, digits=2):
    s = summary(values)
    return f"{s['median'] / unit:.{digits}f} [{s['low'] / unit:.{digits}f}, {s['high'] / unit:.{digits}f}]"


def table(head, rows):
    rows = [[str(c) for c in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


# --- Results --------------------------------------------------------------------------------------------------------


def say(text):
    print(text, file=sys.stderr, flush=True)


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    revision = subprocess.run(["git", "-C", str(HOME), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return {
        "cores": CORES,
        "memory_gib": round(memory, 1),
        "java": java,
        "kernel": platform.release(),
        "revision": revision or os.environ.get("BENCH_REVISION", ""),
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "command": "bench/run " + " ".join([Path(sys.argv[0]).stem, *sys.argv[1:]]),
    }


class Results:
    """One JSON object a line, so that a broken run keeps what it measured."""

    def __init__(self, name):
        TARGET.mkdir(parents=True, exist_ok=True)
        self.file = TARGET / f"{name}-{datetime.now(timezone.utc):%Y%m%dT%H%M%S}.jsonl"
        self.add({"machine": machine()})
        say(f"results: {self.file}")

    def add(self, record):
        with open(self.file, "a") as out:
            out.write(json.dumps(record) + "\n")


def options(about, **numbers):
    parser = argparse.ArgumentParser(description=about)
    for name, value in numbers.items():
        parser.add_argument("--" + name, type=int, default=value)
    parser.add_argument("--folder", default=str(TARGET / "work"), help="for workspaces; emptied first, but for its cache/")
    given = parser.parse_args()
    Path(given.folder).mkdir(parents=True, exist_ok=True)
    for old in Path(given.folder).iterdir():
        if old.name != "cache":
            shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink()
    return given


def archive(cache, prefix, limit=900):
    """Waits for a class-data archive of this build, which is made in the background."""
    built = max(jar.stat().st_mtime for place in ("server/target/dist/lib", "jobs/target/runtime/4.1/jars") for jar in (HOME / place).glob("leat-*.jar"))
    began = time.time()
    while not (found := [f for f in Path(cache).glob(f"leat/cds/{prefix}-*.jsa") if f.stat().st_mtime > built]):
        if time.time() - began > limit:
            raise SystemExit(f"no archive {prefix}-*.jsa in {cache} after {limit} s")
        time.sleep(1)
    return found[0]
