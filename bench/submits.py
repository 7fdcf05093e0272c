"""`leat run` against six spark-submits of the hand-written program, one a step; both with class-data archives."""

import shutil
import subprocess
import statistics
from pathlib import Path

from handwritten import job, submit, warmed
from measure import EXAMPLE, TASKS, Others, Results, Workspace, interval, options, quiet, say, shown, table, undisturbed


def main():
    given = options(__doc__, times=5)
    folder = Path(given.folder)
    results = Results("submits")
    workspace = Workspace(folder / "leat", folder / "cache")
    found = {"submits": [], "leat warm": [], "leat cold": []}
    try:
        warmed(workspace)
        commands = prepared(workspace, folder)
        say("warming up Leat's driver")
        for number in range(3):
            workspace.run(job(folder, f"w{number}"), "--param", f"data={EXAMPLE / 'data'}")
        for number in range(given.times):
            measured(results, workspace, folder, commands, found, number)
    finally:
        workspace.drop()
    report(results, found)


def prepared(workspace, folder):
    """An archive made by the hand-written program itself, doing all of its steps; then the command that uses it."""
    conf = folder / "submits"
    conf.mkdir()
    made = conf / "handwritten.jsa"
    say("class-data archive of the hand-written program")
    command, environment = submit(workspace, conf, conf, f"-XX:ArchiveClassesAtExit={made}")
    subprocess.run([*command, str(EXAMPLE / "data"), str(conf / "training")], input="go 1\n", text=True, env=environment, check=True, capture_output=True)
    if not made.exists():
        raise SystemExit(f"no archive at {made}")
    return submit(workspace, conf, conf, f"-XX:SharedArchiveFile={made}")


def measured(results, workspace, folder, commands, found, number):
    def submits():
        target = folder / "submits" / f"run-{number}"
        shutil.rmtree(target, ignore_errors=True)
        seconds = []
        for task in TASKS:
            seconds.append(timed([*commands[0], str(EXAMPLE / "data"), str(target), task], commands[1]))
        return seconds, []

    def warm():
        warm.count += 1
        return workspace.run(job(folder, f"{number}{'abcdefgh'[warm.count]}"), "--param", f"data={EXAMPLE / 'data'}"), warm.pids

    def cold():
        fresh.drop()
        return fresh.run(EXAMPLE / "job.yaml"), fresh.processes()

    seconds, quietness = undisturbed(submits)
    found["submits"].append(1000 * sum(seconds))
    results.add({"kind": "submits", "seconds": dict(zip(TASKS, seconds)), **quietness})
    warm.count, warm.pids = -1, workspace.processes()
    run, quietness = undisturbed(warm)
    found["leat warm"].append(run.wall)
    results.add({"kind": "leat warm", "wall_ms": run.wall, "run_ms": run.millis, **quietness})
    fresh = Workspace(folder / "fresh", workspace.cache)
    run, quietness = undisturbed(cold)
    found["leat cold"].append(run.wall)
    results.add({"kind": "leat cold", "wall_ms": run.wall, "run_ms": run.millis, "archive": fresh.status()["drivers"][0]["class_data_archive"], **quietness})
    fresh.drop()
    say(f"{number + 1}: six submits {sum(seconds):.1f} s, leat run warm {found['leat warm'][-1] / 1000:.1f} s, cold {found['leat cold'][-1] / 1000:.1f} s")


def timed(command, environment):
    import time

    began = time.time()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[-1]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return time.time() - began


def report(results, found):
    rows = []
    record = {}
    for name, walls in found.items():
        times = [a / b for a, b in zip(found["submits"], walls)]
        record[name] = {"walls": walls, "times_faster": statistics.median(times), "interval": interval(times)}
        rows.append([name, len(walls), shown(walls), shown(times, 1, 1)])
    results.add({"result": record})
    print(table(["", "n", "wall, s: median [95 %]", "times faster than six submits"], rows))


if __name__ == "__main__":
    main()
