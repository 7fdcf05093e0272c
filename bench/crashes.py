"""A control plane under load that is killed again and again with SIGKILL, while its driver works on."""

import argparse
import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

from measure import Results, TARGET, Workspace, lab, p95, say, table

TASKS = [("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b", "c"]), ("e", ["d"])]
CLIENTS = 4
LONGEST_MS = 400  # that a task runs
GONE = 300  # seconds after which what has not ended is stuck


class Plane(Workspace):
    """A control plane with one driver, which writes down each task run that it begins."""

    def __init__(self, folder, cache):
        super().__init__(folder, cache)
        self.begun = folder.parent / "begun.txt"
        self.environment["LEAT_DRIVER_COMMAND"] = f"java -Xmx256m -XX:+UseSerialGC -cp {lab()} io.leat.lab.load.WorkingAgent {self.begun} {LONGEST_MS}"

    def told(self):
        return json.loads((self.folder / "control.json").read_text())

    def ask(self, method, route, **body):
        """None when nobody answers."""
        try:
            told = self.told()
            connection = http.client.HTTPConnection(told["address"].split("//")[1], timeout=20)
            connection.request(method, route, json.dumps(body) if body else None, {"Authorization": f"Bearer {told['token']}"})
            response = connection.getresponse()
            text = response.read().decode()
            connection.close()
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return None
        if response.status == 503:
            return None
        if response.status != 200:
            raise SystemExit(f"{route}: {response.status} {text[:1000]}")
        return json.loads(text)

    def drivers(self):
        mark = f"LEAT_RENDEZVOUS={self.folder}/control.json".encode()
        found = []
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                if mark in Path(f"/proc/{entry}/environ").read_bytes().split(b"\0"):
                    found.append(int(entry))
            except OSError:
                continue
        return found


class Client(threading.Thread):
    """Starts runs under tokens; asks again until it is answered, and now and then once more."""

    def __init__(self, number, plane, job, stop):
        super().__init__(daemon=True)
        self.number, self.plane, self.job, self.stop = number, plane, job, stop
        self.runs = {}
        self.wrong = []

    def run(self):
        chance = random.Random(self.number)
        while not self.stop.is_set():
            token = f"client-{self.number}-{len(self.runs)}"
            self.runs[token] = self.started(token)
            if chance.random() < 0.2 and self.started(token) != self.runs[token]:
                self.wrong.append(f"{token} started two runs")
            time.sleep(chance.uniform(0, 0.5))

    def started(self, token):
        while True:
            answer = self.plane.ask("POST", "/api/2.2/jobs/run-now", job_id=self.job, idempotency_token=token)
            if answer:
                return answer["run_id"]
            time.sleep(0.05)


def main():
    arguments = argparse.ArgumentParser(prog="bench/run crashes", description=__doc__)
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", default=str(TARGET / "crashes"))
    given = arguments.parse_args()
    folder = Path(given.folder)
    subprocess.run(["rm", "-rf", folder], check=True)
    (folder / "leat").mkdir(parents=True)
    plane = Plane(folder / "leat", folder / "cache")
    results = Results("crashes")
    try:
        wrong, rows = struck(plane, given, results)
    finally:
        plane.stop()
    print(table(["", ""], rows))
    for each in wrong[:20]:
        print("WRONG:", each)
    raise SystemExit(1 if wrong else 0)


def struck(plane, given, results):
    plane.leat("runs")
    tasks = [{"task_key": key, "notebook_task": {"notebook_path": "/work"}, "depends_on": [{"task_key": above} for above in before]} for key, before in TASKS]
    job = plane.ask("POST", "/api/2.2/jobs/create", name="work", max_concurrent_runs=1000, tasks=tasks)["job_id"]
    stop = threading.Event()
    clients = [Client(number, plane, job, stop) for number in range(CLIENTS)]
    clients[0].started("first")
    while not plane.begun.exists():
        time.sleep(0.1)
    drivers = plane.drivers()
    for client in clients:
        client.start()
    chance = random.Random(given.seed)
    back = []
    for number in range(1, given.kills + 1):
        time.sleep(chance.choice([chance.uniform(0, 0.05), chance.uniform(0, 1.5)]))
        os.kill(plane.told()["pid"], signal.SIGKILL)
        began = time.time()
        plane.leat("runs")
        back.append(time.time() - began)
        results.add({"kill": number, "back_s": round(back[-1], 3)})
        if number % 25 == 0:
            say(f"{number} kills; {sum(len(client.runs) for client in clients)} runs started")
    stop.set()
    for client in clients:
        client.join(GONE)
    began = time.time()
    while plane.read("SELECT count(*) FROM run WHERE result IS NULL")[0][0] and time.time() - began < GONE:
        time.sleep(0.5)
    return judged(plane, clients, drivers, back)


def judged(plane, clients, drivers, back):
    wrong = [each for client in clients for each in client.wrong]
    tokens = dict(plane.read("SELECT idempotency_token, run_id FROM run"))
    for client in clients:
        for token, run in client.runs.items():
            if tokens.get(token) != run:
                wrong.append(f"{token} was answered with run {run}, and the store has {tokens.get(token)}")
    runs = plane.read("SELECT run_id, result FROM run")
    wrong += [f"run {run} ended with {result}" for run, result in runs if result != "SUCCESS"]
    tried = Counter(plane.read("SELECT run_id, task_key FROM task_run"))
    wrong += [f"task {key} of run {run} has {count} task runs" for (run, key), count in tried.items() if count != 1]
    if len(tried) != len(TASKS) * len(runs):
        wrong.append(f"{len(runs)} runs have {len(tried)} tasks")
    begun = Counter(plane.begun.read_text().split())
    wrong += [f"task run {task_run} was begun {count} times" for task_run, count in begun.items() if count != 1]
    if len(begun) != len(tried):
        wrong.append(f"{len(tried)} task runs are stored, {len(begun)} were begun")
    if plane.drivers() != drivers:
        wrong.append(f"the drivers were {drivers} and are {plane.drivers()}")
    return wrong, [
        ["kills", len(back)],
        ["from the kill to an answer, s", f"median {statistics.median(back):.2f}, p95 {p95(back):.2f}, longest {max(back):.2f}"],
        ["runs", f"{len(runs)}, of which {sum(result == 'SUCCESS' for _, result in runs)} in SUCCESS"],
        ["task runs", f"{len(tried)}; begun twice: {sum(count > 1 for count in begun.values())}, not begun: {len(tried) - len(begun)}"],
        ["driver processes", f"{len(drivers)} before, {len(set(drivers) & set(plane.drivers()))} of them after"],
    ]


if __name__ == "__main__":
    main()
