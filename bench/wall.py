"""Wall time of the example on a fresh workspace, first and second run, and where it goes."""

import statistics
from pathlib import Path

from measure import EXAMPLE, TASKS, Results, Workspace, archive, options, say, shown, table, undisturbed

PARTS = ["client and control plane", "driver", "tasks", "client afterwards"]


def main():
    given = options(__doc__, bare=3, archived=5)
    folder = Path(given.folder)
    results = Results("wall")
    runs = {}

    def measure(name, workspace, stop=False, tries=1):
        def once():
            if stop:
                workspace.drop()
            once.pids = []
            run = workspace.run(EXAMPLE / "job.yaml")
            return run, workspace.processes()

        once.pids = [] if stop else workspace.processes()
        run, quietness = undisturbed(once, tries=tries)
        runs.setdefault(name, []).append(run)
        status = workspace.status()
        before, after = run.client()
        results.add({
            "kind": name, "wall": run.wall, "before": before, "after": after, "driver": run.driver(), "run": run.millis,
            "control_ready_ms": status["ready_ms"], "archive": status["drivers"][0]["class_data_archive"],
            "tasks": [run.task(task) for task in TASKS], **quietness,
        })
        say(f"{name}: {run.wall / 1000:.2f} s (others took {quietness['others']:.0%})")

    for number in range(given.bare):
        workspace = Workspace(folder / f"bare-{number}", folder / f"cache-{number}")
        measure("first, no archives", workspace)  # once: the archive of the client is made meanwhile
        workspace.drop()
    workspace = Workspace(folder / "archived", folder / "cache")
    workspace.run(EXAMPLE / "job.yaml")
    archive(workspace.cache, "cli")
    archive(workspace.cache, "driver")
    for number in range(given.archived):
        measure("first, with archives", workspace, stop=True, tries=5)
        measure("second", workspace)
        measure("third", workspace)
    workspace.drop()
    report(results, runs)


def report(results, runs):
    rows = []
    for name, several in runs.items():
        parts = list(zip(*[split(run) for run in several]))
        rows.append([name, len(several), shown([run.wall for run in several])] + [f"{statistics.median(part) / 1000:.2f}" for part in parts])
    print(table(["run", "n", "wall, s: median [95 %]", *PARTS], rows))
    rows = []
    for name, several in runs.items():
        for task in TASKS:
            found = [run.task(task) for run in several]
            medians = [middle([f[key] for f in found]) for key in ("dispatch", "dispatch_ms", "plan", "execute", "commit", "total")]
            rows.append([name, task, *medians])
    print("\n" + table(["run", "task, ms", "ready to started", "in the driver", "plan", "execute", "commit", "all"], rows))
    results.add({"result": {name: sorted(run.wall for run in several) for name, several in runs.items()}})


def split(run):
    before, after = run.client()
    return before, run.driver(), run.millis - run.driver(), after


def middle(values):
    there = [v for v in values if v is not None]
    return f"{statistics.median(there):.0f}" if there else ""


if __name__ == "__main__":
    main()
