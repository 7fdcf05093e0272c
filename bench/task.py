"""A Spark task in a warm driver: from assigned to its first Spark job, and from the end of its last one to SUCCESS."""

import json
import statistics
import time
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

from measure import Results, Workspace, load, options, p95, quiet, say, shown, table

SEED = """
name: seed
tasks:
  - task_key: facts
    ingest_task:
      source: {format: json, path: facts, schema: "id BIGINT, value BIGINT"}
      target: bench.facts
"""
JOBS = {
    "persist": """
name: persist
tasks:
  - task_key: work
    persist_task: {input: bench.facts, target: bench.persisted, mode: overwrite}
""",
    "match": """
name: match
tasks:
  - task_key: work
    match_task:
      inputs: [{table: bench.facts, as: a}, {table: bench.facts, as: b, on: a.id = b.id}]
      select: {id: a.id, value: b.value}
      target: bench.matched
""",
}


def main():
    given = options(__doc__, times=20, warm=10, rows=1000)
    folder = Path(given.folder)
    workspace = Workspace(folder / "leat", folder / "cache")
    workspace.environment["LEAT_SPARK_UI"] = "true"
    results = Results("task")
    facts = folder / "facts"
    facts.mkdir()
    (facts / "1.json").write_text("".join(f'{{"id": {row}, "value": {row * 7919 % 1000}}}\n' for row in range(given.rows)))
    rows = []
    try:
        workspace.run(written(folder, "seed", SEED))
        for name, text in JOBS.items():
            file = written(folder, name, text)
            before, after, jobs = [], [], []
            for number in range(given.warm + given.times):
                if number == given.warm:
                    quiet()
                found = measured(workspace, workspace.run(file))
                results.add({"kind": name, "number": number, **found, "load": load()})
                if number >= given.warm:
                    before.append(found["before_ms"])
                    after.append(found["after_ms"])
                    jobs.append(found["jobs"])
            rows.append([name, given.times, shown(before, 1, 0), f"{p95(before):.0f}", shown(after, 1, 0), f"{p95(after):.0f}", f"{statistics.median(jobs):.0f}"])
            say(" | ".join(map(str, rows[-1])))
    finally:
        workspace.stop()
    print(table(["task", "n", "assigned to first Spark job, ms", "p95", "last Spark job to SUCCESS, ms", "p95", "Spark jobs"], rows))


def written(folder, name, text):
    file = folder / f"{name}.yaml"
    file.write_text(text)
    return file


def measured(workspace, run):
    """Of a run's only task, and the Spark jobs that its driver did meanwhile, which Spark's own API tells."""
    events = run.of("task", "work")
    assigned = next(event["at"] for event in events if event.get("driver_id"))
    ended = events[-1]["at"]
    time.sleep(0.3)
    jobs = [job for job in spark_jobs(workspace) if assigned <= job[0] <= ended]
    if not jobs:
        raise SystemExit("Spark tells of no job of the task")
    return {"before_ms": min(began for began, _ in jobs) - assigned, "after_ms": ended - max(done for _, done in jobs), "jobs": len(jobs), "task_ms": ended - assigned}


def spark_jobs(workspace):
    ui = workspace.status()["drivers"][0]["spark_ui"]
    application = ask(f"{ui}/api/v1/applications")[0]["id"]
    return [(millis(job["submissionTime"]), millis(job["completionTime"])) for job in ask(f"{ui}/api/v1/applications/{application}/jobs") if "completionTime" in job]


def ask(address):
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def millis(text):
    return round(1000 * datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fGMT").replace(tzinfo=timezone.utc).timestamp())


if __name__ == "__main__":
    main()
