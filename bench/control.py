"""The control plane's start and memory, and client commands from prompt to prompt."""

import time
from pathlib import Path

from measure import EXAMPLE, Results, Workspace, archive, options, p95, quiet, load, say, shown, table


def main():
    given = options(__doc__, starts=10, commands=20, idle=30)
    folder = Path(given.folder)
    results = Results("control")
    rows = []
    workspace = Workspace(folder / "leat", folder / "cache")
    say("a run, so that there is something to list, and the class-data archives")
    workspace.run(EXAMPLE / "job.yaml")
    archive(workspace.cache, "cli")
    archive(workspace.cache, "driver")
    workspace.stop()
    try:
        for name, cache in (("no archive", folder / "none"), ("archive", workspace.cache)):
            plane = Workspace(workspace.folder, cache)
            if name == "no archive":
                without(cache, plane)
            starts(given.starts, name, plane, results, rows)
            resident(given.idle, name, plane, results, rows)
            commands(given.commands, name, plane, results, rows)
            plane.stop()
    finally:
        workspace.stop()
    print(table(["", "n", "median [95 %]", "p95"], rows))


def without(cache, plane):
    """A launcher that believes the archive was tried in vain, so that none is made or used."""
    made = archive(Path(cache).parent / "cache", "cli")
    tried = cache / "leat" / "cds" / (made.name + ".tried")
    tried.parent.mkdir(parents=True)
    tried.touch()


def starts(times, name, plane, results, rows):
    ready, prompt = [], []
    for _ in range(times):
        plane.stop()
        quiet()
        before = load()
        seconds = plane.leat("runs", "--json")[1] * 1000  # starts a control plane, as there is none
        status = plane.status()
        results.add({"kind": "start", "archive": name, "ready_ms": status["ready_ms"], "command_ms": seconds, "load": before})
        ready.append(status["ready_ms"])
        prompt.append(seconds)
    rows.append([f"control plane ready, ms ({name})", times, shown(ready, 1, 0), f"{p95(ready):.0f}"])
    rows.append([f"`leat runs` that starts it, ms ({name})", times, shown(prompt, 1, 0), f"{p95(prompt):.0f}"])


def resident(idle, name, plane, results, rows):
    time.sleep(idle)
    pid = plane.status()["pid"]
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    megabytes = {key: int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon", "RssFile", "VmHWM")}
    results.add({"kind": "memory", "archive": name, **megabytes})
    rows.append([f"control plane, MB resident after {idle} s idle ({name})", 1, f"{megabytes['VmRSS']:.0f}, of which {megabytes['RssFile']:.0f} of files", ""])


def commands(times, name, plane, results, rows):
    for words in (["runs"], ["status"]):
        found = []
        quiet()
        for _ in range(times):
            before = load()
            millis = plane.leat(*words)[1] * 1000
            found.append(millis)
            results.add({"kind": "command", "archive": name, "command": " ".join(words), "ms": millis, "load": before})
        rows.append([f"`leat {' '.join(words)}`, ms ({name})", times, shown(found, 1, 0), f"{p95(found):.0f}"])


if __name__ == "__main__":
    main()
