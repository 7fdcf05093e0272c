"""The six tasks on Leat's warm driver against the same steps as one hand-written program, in interleaved pairs."""

import json
import re
import statistics
import subprocess
from pathlib import Path

from measure import EXAMPLE, TASKS, TARGET, HOME, Results, Workspace, archive, interval, options, p95, say, shown, summary, table, undisturbed, worked


class Handwritten:
    """The hand-written program in a JVM of its own: Leat's flags, heap, collector, settings and class-data archive."""

    def __init__(self, workspace, folder, arguments=()):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.command, self.environment = submit(workspace, self.folder, self.folder)
        self.process = subprocess.Popen(
            [*self.command, str(EXAMPLE / "data"), str(self.folder), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(self.folder / "log", "w"), text=True, env=self.environment,
        )
        self.answer("ready")

    def answer(self, line=None):
        if line != "ready":
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"the hand-written program ended; see {self.folder}/log")
        return answer if line == "ready" else json.loads(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def compiled():
    """The JAR of the hand-written program, made anew when its source is newer."""
    sources = sorted((HOME / "bench" / "handwritten").glob("*.java"))
    jar, classes = TARGET / "handwritten.jar", TARGET / "classes"
    if not jar.exists() or jar.stat().st_mtime < max(s.stat().st_mtime for s in sources):
        say("compiling the hand-written program")
        classes.mkdir(parents=True, exist_ok=True)
        path = HOME / "jobs" / "target" / "runtime" / "4.1" / "jars" / "*"
        subprocess.run(["javac", "-nowarn", "--release", "17", "-d", classes, "-cp", path, *sources], check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["jar", "cf", jar, "-C", classes, "."], check=True)
    return jar


def submit(workspace, folder, conf, archive_flag=None):
    """The command that starts the hand-written program just as Leat's driver was started (which must be running)."""
    jar = compiled()
    drivers = workspace.folder / "tmp" / "drivers"
    lines = max(drivers.glob("d-*.args"), key=lambda f: f.stat().st_mtime).read_text().splitlines()
    arguments = [line.strip()[1:-1] for line in lines if line.strip()]
    at = arguments.index("-cp") + 1
    arguments[at] += f":{jar}"
    if archive_flag:
        arguments = [archive_flag if a.startswith("-XX:SharedArchiveFile=") else a for a in arguments]
    settings = max(drivers.glob("d-*.properties"), key=lambda f: f.stat().st_mtime).read_text().splitlines()
    ours = re.compile(r"spark\.leat|spark\.sql\.catalog\.leat|spark\.sql\.defaultCatalog|spark\.app\.name|spark\.local\.dir")
    properties = Path(conf) / "spark.properties"
    properties.write_text("\n".join(s for s in settings if not ours.match(s)) + f"\nspark.local.dir={folder}/tmp\nspark.app.name=handwritten\n")
    logging = Path(conf) / "log4j2.properties"
    logging.write_text((drivers / "log4j2.properties").read_text())
    arguments = [f"-Dlog4j2.configurationFile={logging}" if a.startswith("-Dlog4j2.configurationFile") else a for a in arguments]
    arguments = arguments[: arguments.index("--properties-file")] + ["--properties-file", str(properties), "--class", "ClicksOrders", str(jar)]
    file = Path(conf) / "java.args"
    file.write_text("\n".join(f'"{a}"' for a in arguments))
    environment = dict(workspace.environment, SPARK_HOME=str(HOME / "jobs" / "target" / "runtime" / "4.1"), SPARK_SCALA_VERSION="2.13", SPARK_LOCAL_IP="127.0.0.1")
    return ["java", f"@{file}"], environment


def job(folder, number):
    """The example with bronze and silver tables of its own, so that everything is ingested anew; gold is merged into."""
    text = re.sub(r"\b(bronze|silver)\.(?=[a-z])", rf"\1_{number}.", (EXAMPLE / "job.yaml").read_text())
    file = Path(folder) / f"job-{number}.yaml"
    file.write_text(text)
    return file


def main():
    given = options(__doc__, pairs=15, warm=3)
    folder = Path(given.folder)
    results = Results("handwritten")
    workspace = Workspace(folder / "leat", folder / "cache")
    try:
        warmed(workspace)
        hand = Handwritten(workspace, folder / "handwritten")
        measured(given, folder, results, workspace, hand)
        hand.stop()
    finally:
        workspace.stop()


def warmed(workspace):
    """A warm driver that was started with a class-data archive."""
    say("first run, and the class-data archives")
    workspace.run(EXAMPLE / "job.yaml")
    archive(workspace.cache, "cli")
    if not workspace.status()["drivers"][0]["class_data_archive"]:
        archive(workspace.cache, "driver")
        workspace.stop()
        workspace.run(EXAMPLE / "job.yaml")
    if not workspace.status()["drivers"][0]["class_data_archive"]:
        raise SystemExit("the driver uses no class-data archive")


def measured(given, folder, results, workspace, hand):
    leat, wall, other, ratios, cpus, disturbed = [], [], [], [], [], 0
    tasks = {task: [] for task in TASKS}
    steps = {task: [] for task in TASKS}
    own, dispatch, outside = [], [], []
    for number in range(1, given.warm + given.pairs + 1):
        def pair():
            pair.count += 1
            tag = f"{number}{'abcdefgh'[pair.count]}"
            first, second = (ours, theirs) if number % 2 else (theirs, ours)
            before = [worked(pid) for pid in pair.pids]
            done = {first: first(tag), second: second(tag)}
            used = [worked(pid) - was for pid, was in zip(pair.pids, before)]
            return (done[ours], done[theirs], tag, (1000 * sum(used[:-1]), 1000 * used[-1])), pair.pids

        def ours(tag):
            return workspace.run(job(folder, tag), "--param", f"data={EXAMPLE / 'data'}")

        def theirs(tag):
            return hand.answer(f"go {tag}")

        pair.count, pair.pids = -1, [*workspace.processes(), hand.process.pid]
        (run, answer, tag, cpu), quietness = undisturbed(pair)
        parts = [run.task(task) for task in TASKS]
        warm = number <= given.warm
        results.add({"pair": tag, "warm_up": warm, "leat_ms": run.millis, "leat_wall_ms": run.wall, "handwritten": answer, "tasks": parts, "metrics": run.metrics(), "cpu_ms": cpu, **quietness})
        say(f"{'warm-up' if warm else 'pair'} {number}: Leat {run.millis} ms, by hand {answer['ms']['total']} ms; of processors {cpu[0]:.0f} and {cpu[1]:.0f}")
        if warm:
            continue
        leat.append(run.millis)
        wall.append(run.wall)
        other.append(answer["ms"]["total"])
        ratios.append(run.millis / answer["ms"]["total"])
        cpus.append(cpu)
        disturbed += quietness["disturbed"]
        for part in parts:
            tasks[part["task"]].append(part["total"])
            steps[part["task"]].append(answer["ms"][part["task"]])
            own.append(part["own"])
            dispatch.append(part["dispatch_ms"])
            outside += [part["outside"]] if part["outside"] is not None else []
    same = checked(workspace, hand, tag)
    report(results, leat, wall, other, ratios, cpus, tasks, steps, own, dispatch, outside, disturbed, same, run, answer)


def checked(workspace, hand, tag):
    """Both must have made the same tables."""
    warehouse = workspace.folder / "warehouse"
    same = {}
    for table_name in ("bronze/clicks", "bronze/orders", "silver/click_outcomes", "silver/click_features", "gold/click_features"):
        schema, name = table_name.split("/")
        place = "gold" if schema == "gold" else f"{schema}_{tag}"
        ours = hand.answer(f"check {warehouse / place / name}")
        theirs = hand.answer(f"check {hand.folder / (table_name if schema == 'gold' else tag + '/' + table_name)}")
        same[table_name] = [ours, theirs]
        if ours != theirs:
            say(f"NOT THE SAME: {table_name}: Leat {ours}, by hand {theirs}")
    return same


def report(results, leat, wall, other, ratios, cpus, tasks, steps, own, dispatch, outside, disturbed, same, run, answer):
    medians = lambda pairs: statistics.median(p[0] for p in pairs) / statistics.median(p[1] for p in pairs)
    pairs = list(zip(leat, other))
    record = {
        "leat": summary(leat), "leat_wall": summary(wall), "handwritten": summary(other),
        "ratio_of_medians": medians(pairs), "ratio_of_medians_interval": interval(pairs, of=medians),
        "pair_ratio": summary(ratios), "cpu": [summary([c[i] for c in cpus]) for i in (0, 1)], "cpu_ratio": [medians(cpus), interval(cpus, of=medians)], "own": summary(own), "dispatch": summary(dispatch), "outside": summary(outside), "disturbed": disturbed, "same": same,
    }
    results.add({"result": record})
    low, high = record["ratio_of_medians_interval"]
    print(table(["seconds, median [95 %]", "Leat", "by hand", "ratio"], [
        ["all six", shown(leat), shown(other), f"{record['ratio_of_medians']:.2f} [{low:.2f}, {high:.2f}]"],
        ["processor time", shown([c[0] for c in cpus]), shown([c[1] for c in cpus]), "{:.2f} [{:.2f}, {:.2f}]".format(medians(cpus), *interval(cpus, of=medians))],
        ["with the client, prompt to prompt", shown(wall), "", ""],
        *[[task, shown(tasks[task]), shown(steps[task]), f"{statistics.median(tasks[task]) / statistics.median(steps[task]):.2f}"] for task in TASKS],
    ]))
    print(f"\nmedian of the pairs' ratios: {shown(ratios, 1)}; pairs: {len(pairs)}, disturbed: {disturbed}")
    print(f"outside of planning and writing, a task: median {statistics.median(outside):.0f} ms, p95 {p95(outside):.0f} ms")
    print(f"ready to started and commit to end, a task: median {statistics.median(own):.0f} ms, p95 {p95(own):.0f} ms; dispatch_ms: median {statistics.median(dispatch):.0f}, p95 {p95(dispatch):.0f}")
    print(f"AUC: Leat {run.metrics()['auc']:.6f}, by hand {answer['metrics']['auc']:.6f}; equal tables: {sum(a == b for a, b in same.values())} of {len(same)}")


if __name__ == "__main__":
    main()
