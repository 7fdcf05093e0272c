"""An undisturbed ingest against a bare Delta append of the same files by hand, in interleaved pairs."""

import statistics
from pathlib import Path

from handwritten import Handwritten, warmed
from measure import Results, Workspace, interval, options, say, shown, summary, table, undisturbed

ROWS_A_FILE = 25_000


def clicks(folder, files):
    """Files of JSON clicks that all fit their schema."""
    folder.mkdir()
    for number in range(files):
        with open(folder / f"{number:04d}.json", "w") as out:
            for row in range(number * ROWS_A_FILE, (number + 1) * ROWS_A_FILE):
                out.write(
                    f'{{"click_id": {row}, "user_id": {row * 7919 % 50_000}, "product_id": {row * 104_729 % 2_000}, "referrer": "mail",'
                    f' "price": {row % 10_000 / 100}, "dwell_seconds": {row % 600}, "clicked_at": "2026-01-{1 + row % 28:02d}T00:00:{row % 60:02d}Z"}}\n'
                )
    return folder


def job(folder, source, number):
    file = folder / f"append-{number}.yaml"
    file.write_text(f"""
name: append-{number}
tasks:
  - task_key: ingest
    ingest_task:
      source:
        format: json
        path: {source}
        schema: >-
          click_id BIGINT, user_id BIGINT, product_id BIGINT, referrer STRING,
          price DOUBLE, dwell_seconds INT, clicked_at TIMESTAMP
      target: bench.append_{number}
""")
    return file


def main():
    given = options(__doc__, pairs=10, warm=3, files=40)
    folder = Path(given.folder)
    results = Results("append")
    workspace = Workspace(folder / "leat", folder / "cache")
    source = clicks(folder / "clicks", given.files)
    ours_found, task_found, theirs_found, ratios = [], [], [], []
    try:
        warmed(workspace)
        hand = Handwritten(workspace, folder / "handwritten")
        for number in range(1, given.warm + given.pairs + 1):
            (run, answer), quietness = pair(workspace, hand, folder, source, number)
            task = run.task("ingest")
            results.add({"pair": number, "leat_ms": run.millis, "task": task, "append_ms": answer["ms"], **quietness})
            say(f"{'warm-up' if number <= given.warm else 'pair'} {number}: Leat {run.millis} ms, its task {task['total']} ms, bare append {answer['ms']} ms")
            if number > given.warm:
                ours_found.append(run.millis)
                task_found.append(task["total"])
                theirs_found.append(answer["ms"])
                ratios.append(run.millis / answer["ms"])
        hand.stop()
    finally:
        workspace.stop()
    bytes_read = sum(f.stat().st_size for f in source.iterdir())
    results.add({"leat": summary(ours_found), "append": summary(theirs_found), "ratios": summary(ratios), "bytes": bytes_read})
    print(f"\n{given.files} files, {given.files * ROWS_A_FILE:,} rows, {bytes_read / 1e6:.0f} MB of JSON\n")
    rows = [["run of one ingest", shown(ours_found)], ["its task", shown(task_found)], ["bare append by hand", shown(theirs_found)]]
    print(table(["seconds, median [95 %]", ""], rows))
    low, high = interval(ratios)
    print(f"\nratio of the pairs: {statistics.median(ratios):.3f} [{low:.3f}, {high:.3f}] over {len(ratios)} pairs")


def pair(workspace, hand, folder, source, number):
    def measured():
        measured.count += 1
        tag = f"{number}{'abcdefgh'[measured.count]}"

        def ours():
            return workspace.run(job(folder, source, tag))

        def theirs():
            return hand.answer(f"append {source} {folder}/handwritten/append_{tag}")

        first, second = (ours, theirs) if number % 2 else (theirs, ours)
        done = {first: first(), second: second()}
        return (done[ours], done[theirs]), measured.pids

    measured.count, measured.pids = -1, [*workspace.processes(), hand.process.pid]
    return undisturbed(measured)


if __name__ == "__main__":
    main()
