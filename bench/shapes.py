"""The engine alone: runs of no-op tasks in several shapes, answered over HTTP by a driver process that does nothing."""

import http.client
import json
import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from measure import Results, Workspace, lab, load, options, p95, quiet, say, shown, statistics, table

CONDITION = {"condition_task": {"op": "EQUAL_TO", "left": "1", "right": "1"}}
BODIES = [{"notebook_task": {"notebook_path": "/noop"}}, {"ingest_task": {"source": {"format": "csv", "path": "noop/"}, "target": "bronze.noop"}}]
CLIENTS = 10
PROBES = 300
GONE = 3600  # seconds after which a run is given up
JAVA = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]
SHIFTED = {"run": ["run_id"], "task_run": ["run_id", "task_run_id"], "event": ["run_id"]}


def main():
    given = options(__doc__, times=20, settle=20, cold=3, large=10000, loop=100000, largetimes=3, runs=10000, finished=1000000, starts=5)
    folder = Path(given.folder)
    shapes = all_shapes(given)
    measured = Measured(Results("shapes"))
    plane = Plane(folder / "leat", folder / "cache")
    for shape in shapes:
        measured.shape(plane, "", *shape)
    if given.runs:
        measured.submits(plane, "", given.runs, given.times)
    measured.starts(plane, "", given.starts)
    if given.finished:
        say(f"a store with {given.finished} finished runs")
        fill(plane, given.finished)
        label = f", {given.finished} finished runs"
        measured.starts(plane, label, given.starts)
        for shape in shapes:
            measured.shape(plane, label, *shape)
        if given.runs:
            measured.submits(plane, label, given.runs, given.times)
    plane.stop()
    print(table(["", "n", "cold, ms", "warm, ms: median [95 %]", "p95", "ms a task", "in durable commits", "per commit, µs"], measured.rows))


def all_shapes(given):
    """Name, job for a body, cold runs, those that are not counted after them, and warm runs."""
    few = given.cold, given.settle, given.times
    shapes = [(f"chain of {size}", lambda body, size=size: job(f"chain-{size}", chain(size), body), *few) for size in (40, 200)]
    shapes += [(f"chain of {size} conditions", lambda body, size=size: conditions(size), *few) for size in (40, 200)]
    shapes += [("fan-out of 200", lambda body: job("fan-200", fan(200), body), *few)]
    if given.large:
        shapes += [(f"{kind} of {given.large}", lambda body, edges=edges, kind=kind: job(f"{kind}-{given.large}", edges(given.large), body), 1, 0, given.largetimes) for kind, edges in (("chain", chain), ("fan-out", fan))]
    if given.loop:
        shapes += [(f"for-each of {given.loop}", lambda body: loop(given.loop, body), 1, 0, given.largetimes)]
    return shapes


# --- Jobs -----------------------------------------------------------------------------------------------------------


def chain(size):
    return [(f"t{i}", [f"t{i - 1}"] if i else []) for i in range(size)]


def fan(size):
    return [(f"t{i}", []) for i in range(size)]


def conditions(size):
    return {"name": f"conditions-{size}", "tasks": [{"task_key": f"t{i}", **({"depends_on": [{"task_key": f"t{i - 1}", "outcome": "true"}]} if i else {}), **CONDITION} for i in range(size)]}


def loop(size, body):
    """Inputs come by a parameter, as a definition's own text of them may not be so long."""
    inner = {"task_key": "each", **body}
    return {"name": f"for-each-{size}", "parameters": [{"name": "inputs", "default": json.dumps([0] * size)}], "tasks": [{"task_key": "loop", "for_each_task": {"inputs": "{{job.parameters.inputs}}", "concurrency": 100, "task": inner}}]}


def job(name, edges, body):
    tasks = [{"task_key": key, **({"depends_on": [{"task_key": above} for above in before]} if before else {}), **body} for key, before in edges]
    return {"name": name, "tasks": tasks}


# --- The control plane ----------------------------------------------------------------------------------------------


class Plane(Workspace):
    """A control plane whose drivers are no-op agents, and its store."""

    def __init__(self, folder, cache):
        super().__init__(folder, cache)
        self.java = ["java", *JAVA, "-cp", lab()]
        self.environment["LEAT_DRIVER_COMMAND"] = " ".join([*self.java[:1], "-Xmx512m", *self.java[1:], "io.leat.lab.load.NoopAgent"])
        self.body = None

    def start(self):
        """A new control plane, with its driver up."""
        if (self.folder / "control.json").exists():
            self.stop()
        self.wake()
        told = json.loads((self.folder / "control.json").read_text())
        self.address = told["address"].split("//")[1]
        self.token = told["token"]

    def wake(self):
        """A run of one task, of the first kind that this version of Leat takes; the first one makes the workspace."""
        for body in [self.body] if self.body else BODIES:
            file = self.folder.parent / "wake.json"
            file.write_text(json.dumps(job("wake", chain(1), body)))
            out = self.leat("run", str(file), "--json", check=body == BODIES[-1])[0]
            if '"SUCCESS"' in out:
                self.body = body
                return

    def ask(self, route, **body):
        connection = http.client.HTTPConnection(self.address, timeout=600)
        connection.request("POST", route, json.dumps(body), {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        if response.status != 200:
            raise SystemExit(f"{route}: {response.status} {text[:2000]}")
        return json.loads(text)

    def run_file(self, settings):
        return self.ask("/api/leat/1.0/run-file", path=f"/{settings['name']}.json", text=json.dumps(settings))["run_id"]

    def await_end(self, run_id):
        began = time.time()
        while time.time() - began < GONE:
            result = self.read("SELECT result FROM run WHERE run_id = ?", run_id)[0][0]
            if result:
                if result != "SUCCESS":
                    raise SystemExit(f"run {run_id} ended with {result}")
                return
            time.sleep(min(1, max(0.02, (time.time() - began) / 10)))
        raise SystemExit(f"run {run_id} does not end")

    def measured(self, run_id):
        """From the run's first commit to its last, in milliseconds; in how many commits its events became durable, and the ends of its tasks."""
        millis, commits = self.read("SELECT max(at) - min(at), count(DISTINCT json_extract(body, '$.transaction')) FROM event WHERE run_id = ?", run_id)[0]
        ends = self.read("SELECT count(DISTINCT json_extract(body, '$.transaction')) FROM event WHERE run_id = ? AND json_extract(body, '$.type') = 'task' AND json_extract(body, '$.result_state') IS NOT NULL", run_id)[0][0]
        return millis, commits, ends

    def most_memory(self):
        """The most that the control plane has had resident since its start, in MB."""
        told = Path(f"/proc/{self.status()['pid']}/status").read_text()
        return int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


# --- The store's own commit -----------------------------------------------------------------------------------------


def probe(folder):
    """Median milliseconds of a transaction with one row, durable, on the same disk as the state."""
    file = folder / "probe.db"
    file.unlink(missing_ok=True)
    store = sqlite3.connect(file, isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE probe (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    took = []
    for number in range(PROBES):
        began = time.perf_counter()
        store.execute("BEGIN")
        store.execute("INSERT INTO probe VALUES (?, ?)", (number, "x" * 100))
        store.execute("COMMIT")
        took.append(1000 * (time.perf_counter() - began))
    store.close()
    for each in folder.glob("probe.db*"):
        each.unlink()
    return statistics.median(took)


# --- Measuring ------------------------------------------------------------------------------------------------------


class Measured:
    def __init__(self, results):
        self.results = results
        self.rows = []

    def shape(self, plane, label, name, settings, cold, settle, warm):
        say(f"{name}{label}")
        steps = settings(BODIES[-1])["tasks"]
        chained = len(steps) > 1 and all("depends_on" in step for step in steps[1:])
        size = len(json.loads(settings(BODIES[-1])["parameters"][0]["default"])) if "parameters" in settings(BODIES[-1]) else len(steps)
        first, later, commits, durable = [], [], [], []
        for start in range(cold):
            plane.start()
            for number in range(1 + (settle + warm if start == cold - 1 else 0)):
                durable.append(probe(plane.folder))
                run_id = plane.run_file(settings(plane.body))
                plane.await_end(run_id)
                millis, count, ends = plane.measured(run_id)
                if chained and ends != len(steps):
                    raise SystemExit(f"{name}: {len(steps)} steps ended in {ends} commits")
                if number == 0:
                    first.append(millis)
                elif number > settle:
                    later.append(millis)
                commits.append(count)
                self.results.add({"kind": "shape", "shape": name, "store": label, "number": number, "ms": millis, "commits": count, "durable_commit_ms": durable[-1], "load": load()})
        memory = plane.most_memory()
        self.results.add({"kind": "memory", "shape": name, "store": label, "most_mb": memory})
        self.row(f"{name}{label} ({memory} MB)", size, first, later or first, statistics.median(commits), statistics.median(durable))

    def row(self, name, size, cold, warm, commits, durable):
        median = statistics.median(warm)
        self.rows.append([name, f"{len(cold)}, {len(warm)}", shown(cold, 1, 0), shown(warm, 1, 0), f"{p95(warm):.0f}", f"{median / size:.2f}", f"{median / durable:.0f} of {durable:.2f} ms", f"{1000 * median / commits:.0f} ({commits:.0f})"])
        say(" | ".join(self.rows[-1]))

    def submits(self, plane, label, runs, times):
        """Runs of one task, started by clients over REST; runs a second from the first one's start to the last one's end."""
        say(f"one-task runs{label}")
        plane.start()
        settings = {**job("one-task", chain(1), plane.body), "max_concurrent_runs": 1000}
        plane.await_end(plane.run_file(settings))
        job_id = plane.read("SELECT job_id FROM job WHERE name = 'one-task'")[0][0]
        rates, answers, durable = [], [], []
        for number in range(1 + times):
            durable.append(probe(plane.folder))
            after = plane.read("SELECT max(run_id) FROM run")[0][0]
            done = subprocess.run([*plane.java, "io.leat.lab.load.Submitter", str(plane.folder / "control.json"), str(job_id), str(CLIENTS), str(runs // (1 if number else 10))], capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            while plane.read("SELECT count(*) FROM run WHERE result IS NULL")[0][0]:
                time.sleep(0.05)
            count, began, ended, good = plane.read("SELECT count(*), min(start_time), max(end_time), sum(result = 'SUCCESS') FROM run WHERE run_id > ? AND job_id = ?", after, job_id)[0]
            rates.append(1000 * count / (ended - began))
            answers.append(told["answer_p95_micros"] / 1000)
            self.results.add({"kind": "submits", "store": label, "cold": number == 0, "runs": count, "succeeded": good, "runs_a_second": rates[-1], "durable_commit_ms": durable[-1], **told, "load": load()})
            if good != count:
                raise SystemExit(f"{count - good} of {count} runs did not succeed")
        each = [1000 / rate for rate in rates]
        self.rows.append([f"one-task runs, {CLIENTS} clients, runs/s{label}", f"1, {times}", f"{rates[0]:.0f}/s", f"{shown(rates[1:], 1, 0)}/s", f"answered in {p95(answers):.1f} ms", f"{statistics.median(each):.2f}", f"{statistics.median(each) / statistics.median(durable):.1f} of {statistics.median(durable):.2f} ms", ""])
        say(" | ".join(self.rows[-1]))

    def starts(self, plane, label, times):
        say(f"starts{label}")
        ready = []
        if not times:
            return
        for _ in range(times):
            plane.stop()
            quiet()
            plane.leat("runs", "--json")
            ready.append(plane.status()["ready_ms"])
            self.results.add({"kind": "start", "store": label, "ready_ms": ready[-1], "load": load()})
        time.sleep(5)
        resident = next(line for line in Path(f"/proc/{plane.status()['pid']}/status").read_text().splitlines() if line.startswith("VmRSS"))
        self.rows.append([f"restart to ready{label}", times, "", shown(ready, 1, 0), f"{p95(ready):.0f}", "", "", f"{int(resident.split()[1]) // 1024} MB"])
        say(" | ".join(map(str, self.rows[-1])))


# --- A large store --------------------------------------------------------------------------------------------------


def fill(plane, count):
    """Copies the newest run of one task so often, with ids after all others; the control plane must not be up."""
    plane.stop()
    store = sqlite3.connect(plane.folder / "state.db", isolation_level=None)
    store.execute("PRAGMA synchronous = OFF")
    template = store.execute("SELECT max(run_id) FROM run r WHERE result = 'SUCCESS' AND 1 = (SELECT count(*) FROM task_run t WHERE t.run_id = r.run_id)").fetchone()[0]
    base = max(store.execute(f"SELECT coalesce(max({column}), 0) FROM {name}").fetchone()[0] for name, columns in SHIFTED.items() for column in columns) + 1
    store.execute("CREATE TEMP TABLE copies (number INTEGER PRIMARY KEY)")
    store.execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1) INSERT INTO copies SELECT i FROM n", (count,))
    for name, shifted in SHIFTED.items():
        columns = [row[1] for row in store.execute(f"PRAGMA table_info({name})")]
        values = {"run_id": f"{base} + 2 * number", "task_run_id": f"{base} + 2 * number + 1", "idempotency_token": "NULL"}
        picked = ", ".join(values.get(column, f"t.{column}") if column in shifted or column == "idempotency_token" else f"t.{column}" for column in columns)
        order = "number, t.seq" if name == "event" else "number"
        store.execute(f"INSERT INTO {name} ({', '.join(columns)}) SELECT {picked} FROM copies JOIN (SELECT * FROM {name} WHERE run_id = {template}) t ORDER BY {order}")
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


if __name__ == "__main__":
    main()
