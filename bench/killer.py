"""Online retail under a killer that strikes driver, control plane or both at random moments, with SIGKILL."""

import argparse
import json
import os
import random
import re
import shutil
import signal
import statistics
import threading
import time
import urllib.request
from pathlib import Path

from measure import HOME, Results, TARGET, Workspace, p95, say, table

CHECKS = {  # what the whole folder must come to, whatever was killed on the way
    "SELECT count(*) FROM bronze.invoice_lines": 541_909,
    "SELECT CAST(sum(Quantity * UnitPrice) AS DECIMAL(20,2)) FROM bronze.invoice_lines": 9_747_747.93,
    "SELECT count(*) FROM gold.purchase_features": 18_536,
    "SELECT sum(invoices_30d) FROM gold.purchase_features": 26_138,
    "SELECT count_if(invoices_30d = 0) FROM gold.purchase_features": 10_256,
    "SELECT max(invoices_30d) FROM gold.purchase_features": 45,
    "SELECT CAST(sum(amount_30d) AS DECIMAL(20,2)) FROM gold.purchase_features": 17_058_645.39,
}


class Killer(threading.Thread):
    """Strikes while it is told to, and takes the time until things go on."""

    def __init__(self, workspace, kills, seed, results):
        super().__init__(daemon=True)
        self.workspace, self.left, self.results = workspace, kills, results
        self.share = 0  # of the kills, for the run that goes on
        self.random = random.Random(seed)
        self.active = threading.Event()
        self.recovery = {"driver": [], "control plane": [], "both": []}
        self.struck = {"driver": 0, "control plane": 0, "both": 0}

    def control(self):
        try:
            return json.loads((self.workspace.folder / "control.json").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def drivers(self):
        """Processes of this workspace's drivers, as the operating system tells."""
        mark = f"LEAT_RENDEZVOUS={self.workspace.folder}/control.json".encode()
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    if mark in Path(f"/proc/{entry}/environ").read_bytes().split(b"\0"):
                        found.append(int(entry))
                except (FileNotFoundError, PermissionError, ProcessLookupError):
                    continue
        return found

    def status(self):
        control = self.control()
        if not control:
            return None
        request = urllib.request.Request(control["address"] + "/api/leat/1.0/status", headers={"Authorization": "Bearer " + control["token"]})
        try:
            with urllib.request.urlopen(request, timeout=2) as answer:
                return json.load(answer)
        except OSError:
            return None

    def run(self):
        while self.left > 0:
            time.sleep(self.random.uniform(0.2, 9))
            if self.active.is_set() and self.share > 0:
                self.strike(self.random.choices(["driver", "control plane", "both"], [45, 40, 15])[0])

    def strike(self, kind):
        control, drivers = self.control(), self.drivers()
        victims = (drivers if kind != "control plane" else []) + ([control["pid"]] if control and kind != "driver" else [])
        dead = []
        for pid in victims:
            try:
                os.kill(pid, signal.SIGKILL)
                dead.append(pid)
            except ProcessLookupError:
                continue
        if not dead:
            return
        began = time.time()
        self.left -= 1
        self.share -= 1
        self.struck[kind] += 1
        if self.random.random() < 0.3:
            return  # the next one may strike while this one is being mended
        while time.time() - began < 60 and self.active.is_set():
            if self.mended(kind, dead):
                self.recovery[kind].append(time.time() - began)
                self.results.add({"killed": kind, "recovery_s": round(time.time() - began, 3)})
                return
            time.sleep(0.02)

    def mended(self, kind, dead):
        """A control plane answers again; a driver that was not there holds a task run."""
        status = self.status()
        if not status or status["pid"] in dead:
            return False
        return kind == "control plane" or any(d["pid"] not in dead and d["running"] for d in status["drivers"])


def patient(job, folder):
    """The job, trying each task as often as need be, and content with a model of few days."""
    text = re.sub(r"(\n  - task_key: \w+\n)", r"\1    max_retries: -1\n", job.read_text())
    text = re.sub(r"\n      require:(\n        .*)+", "", text)
    file = folder / "job.yaml"
    file.write_text(text)
    return file


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", help="folder of the 305 daily files of the Online Retail set")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--portion", type=int, default=26, help="files that come between two runs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default=str(TARGET / "killer"))
    given = parser.parse_args()
    folder = Path(given.folder)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    results = Results("killer")
    workspace = Workspace(folder / "leat", TARGET / "work" / "cache")
    killer = Killer(workspace, given.kills, given.seed, results)
    job = patient(HOME / "examples" / "online-retail" / "job.yaml", folder)
    days = sorted(Path(given.data).glob("*.csv"))
    arguments = ("run", str(job), "--param", f"data={folder / 'data'}", "--json")
    began, runs, failed = time.time(), 0, []
    try:
        killer.start()
        portions = [days[at : at + given.portion] for at in range(0, len(days), given.portion)]
        while portions or killer.left > 0:
            killer.share = -(-killer.left // max(1, len(portions)))
            portion(portions.pop(0) if portions else [], folder / "data")
            runs += 1
            failed += attempt(workspace, killer, arguments)
        workspace.leat(*arguments)
        right = checked(workspace)
        workspace.leat(*arguments)
        again = checked(workspace)
    finally:
        workspace.stop()
    report(results, killer, runs, failed, right, again, time.time() - began)


def portion(files, data):
    old = time.time() - 600
    for file in files:
        copy = data / file.name
        shutil.copy(file, copy)
        os.utime(copy, (old, old))


def attempt(workspace, killer, arguments):
    """One run under fire; what it said if it did not succeed."""
    killer.active.set()
    out = workspace.leat(*arguments, check=False)[0]
    killer.active.clear()
    lines = out.splitlines()
    last = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    if last.get("state", {}).get("result_state") == "SUCCESS":
        say(f"run {last['run_id']} succeeded; kills left: {killer.left}")
        return []
    say(f"a run did not succeed: {out[-1500:]}")
    return [json.dumps(last.get("state", {}))]


def checked(workspace):
    found = {}
    for query, expected in CHECKS.items():
        answer = json.loads(workspace.leat("sql", query, "--json")[0])["rows"][0][0]
        found[query] = (expected, float(answer))
    files = json.loads(workspace.leat("checkpoints", "online-retail", "--json")[0])["tasks"][0]["files"]
    found["files counted as read"] = (305, files)
    return found


def report(results, killer, runs, failed, right, again, seconds):
    wrong = [query for found in (right, again) for query, (expected, value) in found.items() if abs(expected - value) > 0.004]
    results.add({"kills": killer.struck, "runs": runs, "failed": failed, "wrong": wrong, "seconds": round(seconds), "checks": right})
    rows = []
    for kind, times in killer.recovery.items():
        shown = [f"{statistics.median(times):.1f}", f"{p95(times):.1f}", f"{max(times):.1f}"] if times else ["", "", ""]
        rows.append([kind, killer.struck[kind], len(times), *shown])
    print(table(["killed", "times", "recovery timed", "median s", "p95 s", "longest s"], rows))
    print(f"\n{runs} runs under fire in {seconds / 60:.0f} min, {len(failed)} did not succeed; numbers: {'as expected, twice' if not wrong else 'WRONG: ' + '; '.join(wrong)}")
    if failed or wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
