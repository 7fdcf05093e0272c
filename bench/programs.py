"""Programs in warm drivers: from assigned to the first line of a Python script and to the answer of its first query, and to the first line of a JAR's main."""

import subprocess
import time
from pathlib import Path

from measure import HOME, Results, Workspace, load, options, p95, quiet, say, shown, table

SCRIPT = """
import time
begun = time.time()
import sys
from pyspark.sql import SparkSession

rows = SparkSession.builder.getOrCreate().range(1000).count()
with open(sys.argv[1], "w") as file:
    file.write(f"{1000 * begun} {1000 * time.time()}")
"""
MAIN = """
public final class Begun {
    public static void main(String[] args) throws Exception {
        long begun = System.currentTimeMillis();
        long rows = org.apache.spark.sql.SparkSession.builder().getOrCreate().range(1000).count();
        java.nio.file.Files.writeString(java.nio.file.Path.of(args[0]), begun + " " + System.currentTimeMillis());
    }
}
"""
PYTHON = """
name: python
tasks:
  - task_key: work
    spark_python_task: {{python_file: begun.py, parameters: ["{told}"]}}
"""
JAR = """
name: jar
tasks:
  - task_key: work
    spark_jar_task: {{main_class_name: Begun, parameters: ["{told}"]}}
    libraries: [{{jar: begun.jar}}]
"""


def main():
    given = options(__doc__, times=20, warm=3)
    folder = Path(given.folder)
    workspace = Workspace(folder / "leat", folder / "cache")
    results = Results("programs")
    told = folder / "told"
    (folder / "begun.py").write_text(SCRIPT)
    compile_main(folder)
    rows = []
    try:
        for name, text in {"Python": PYTHON, "JAR": JAR}.items():
            file = folder / f"{name}.yaml"
            file.write_text(text.format(told=told))
            lines, queries = [], []
            for number in range(given.warm + given.times):
                if number == given.warm:
                    quiet()
                wait_for_spare(workspace)
                events = workspace.run(file).of("task", "work")
                assigned = next(event["at"] for event in events if event.get("driver_id"))
                line, query = (float(millis) - assigned for millis in told.read_text().split())
                results.add({"kind": name, "number": number, "line_ms": line, "query_ms": query, "load": load()})
                if number >= given.warm:
                    lines.append(line)
                    queries.append(query)
            rows.append([name, given.times, shown(lines, 1, 0), f"{p95(lines):.0f}", shown(queries, 1, 0), f"{p95(queries):.0f}"])
            say(" | ".join(map(str, rows[-1])))
    finally:
        workspace.stop()
    print(table(["task", "n", "assigned to first line, ms", "p95", "to the answer of the first query, ms", "p95"], rows))


def compile_main(folder):
    (folder / "Begun.java").write_text(MAIN)
    jars = HOME / "jobs/target/runtime/4.1/jars"
    subprocess.run(["javac", "-cp", f"{jars}/*", "-d", str(folder), str(folder / "Begun.java")], check=True)
    subprocess.run(["jar", "--create", "--file", str(folder / "begun.jar"), "-C", str(folder), "Begun.class"], check=True)


def wait_for_spare(workspace):
    """Until a driver that could take the next program has been idle for a moment, if there are drivers at all."""
    for _ in range(600):
        if not workspace.processes():
            return
        if any(driver["state"] == "IDLE" for driver in workspace.status()["drivers"]):
            time.sleep(4)  # what a driver makes ready in the background
            return
        time.sleep(0.2)


if __name__ == "__main__":
    main()
