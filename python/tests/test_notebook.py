"""Notebooks run from top to bottom, and leave what they gave and how they ended."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import nbformat
import pytest
from executed import ChannelServer, execute, jupyter, source, start, wheel


def test_a_databricks_notebook_runs_from_top_to_bottom(tmp_path: Path) -> None:
    source(tmp_path, "other.py", "greeting = dbutils.widgets.get('who') + '!'\nprint('other')", "%md\n# nothing")
    path = source(
        tmp_path,
        "main.py",
        "%md\n# Title",
        "dbutils.widgets.text('day', 'none')\nday = dbutils.widgets.get('day')\nprint(day)\nday.upper()",
        "%run ./other $who=\"you\"",
        "print(greeting)\nimport asyncio\nawait asyncio.sleep(0.001)",
        "%sh\necho $((40 + 2)) $day",
        "display({'a': 1})\ndisplayHTML('<b>bold</b>')",
        "%fs ls .",
        "%python\nprint('last')",
        "dbutils.notebook.exit('done')",
        "raise RuntimeError('not reached')",
    )

    run = execute(path.with_suffix(""), day="mon")

    assert run.status == 0, run.err
    assert run.result == "done"
    assert "mon\n" in run.out and "you!" in run.out and "42\n" in run.out
    assert [cell.cell_type for cell in run.document.cells] == ["markdown"] + ["code"] * 9
    assert run.document.cells[1].outputs[1].data["text/plain"] == "'MON'"
    assert run.text(1) == "other\n"
    assert [output.data.get("text/html") for output in run.document.cells[5].outputs] == [None, "<b>bold</b>"]
    assert "main.py" in run.document.cells[6].outputs[0].data["text/plain"]
    assert [cell.execution_count for cell in run.document.cells[1:]] == [1, 2, 3, 4, 5, 6, 7, 8, None]
    assert run.document.cells[-1].outputs == []
    assert "papermill" not in run.document.cells[-1].metadata


def test_cells_are_kept_as_they_are_in_their_order(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(metadata={"mine": {"kept": True}})
    notebook.cells = [
        nbformat.v4.new_markdown_cell("![x](attachment:x)", attachments={"x": {"text/plain": "y"}}),
        nbformat.v4.new_raw_cell("raw"),
        nbformat.v4.new_code_cell("1 + 1\n", outputs=[nbformat.v4.new_output("stream", text="old")], execution_count=9),
        nbformat.v4.new_code_cell(""),
        nbformat.v4.new_code_cell("print(1)", metadata={"tags": ["skip-execution"]}),
    ]
    path = tmp_path / "n.ipynb"
    nbformat.write(notebook, path)

    document = execute(path).document

    assert [(cell.id, cell.cell_type, cell.source) for cell in document.cells] == [
        (cell.id, cell.cell_type, cell.source) for cell in notebook.cells
    ]
    assert document.cells[0].attachments == notebook.cells[0].attachments
    assert document.metadata["mine"] == {"kept": True}
    assert [cell.execution_count for cell in document.cells[2:]] == [1, None, None]
    assert [len(cell.outputs) for cell in document.cells[2:]] == [1, 0, 0]


def test_parameters_are_injected_in_the_types_of_their_defaults(tmp_path: Path) -> None:
    path = jupyter(
        tmp_path,
        "n.ipynb",
        ("count = 1\nrate: float = 0\non = False\nnames = []\nday = 'x'", "parameters"),
        ("count = 99", "injected-parameters"),
        "print(count + 1, rate, on, names, day, extra)\ndbutils.widgets.get('count')",
    )

    run = execute(path, count="41", rate="2", on="true", names='["a"]', day="2026-01-01", extra="e", spark="no")

    assert run.status == 0, run.err
    assert run.out == "42 2.0 True ['a'] 2026-01-01 e\n'41'\n"
    assert [cell.metadata.get("tags") for cell in run.document.cells] == [["parameters"], ["injected-parameters"], None]
    assert "count = 41\n" in run.document.cells[1].source


def test_a_parameter_that_is_not_of_its_default_s_type_is_refused(tmp_path: Path) -> None:
    run = execute(jupyter(tmp_path, "n.ipynb", ("count = 1", "parameters")), count="many")

    assert run.status == 1
    assert run.message.startswith("The parameter count is 'many', and its default in the cell tagged parameters is of")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["x = 0", "def f():\n    y = 1\n    return y / x\n\nf()"], "ZeroDivisionError: division by zero (cell 2, line 3)"),
        (["x = 1", "x = 1\nfor\n"], "SyntaxError: invalid syntax (cell 2, line 2)"),
        (["%sh -e\nexit 7"], "ShellError: The shell script ended with status 7. (cell 1)"),
        (["%scala\nval x = 1"], "NotImplementedError: This cell is written in Scala (%scala), and notebook tasks run"),
        (["%nosuch x"], "UsageError: Line magic function `%nosuch` not found. (cell 1, line 1)"),
        (["import sys\nsys.exit(3)"], "SystemExit: 3 (cell 1, line 2)"),
        (["%%time\nx = 1\n1 / 0"], "ZeroDivisionError: division by zero (cell 1"),
        (["await 3"], "TypeError: "),
        (["sc.parallelize([1])"], "AttributeError: There is no sc: notebooks reach Spark by Spark Connect, which has no"),
        (["input('?')"], "RuntimeError: Nobody can answer input('?') in a task run."),
        (
            ["dbutils.widgets.text('date', '')", "dbutils.widgets.get('dte')"],
            "WidgetError: There is no widget 'dte', and the job passes no parameter of that name. Did you mean 'date'?",
        ),
        (["import helper\nhelper.fail()"], "ValueError: bad (helper.py line 2, called in cell 1, line 2)"),
        (["%run script.py"], "OSError: gone (script.py line 1, called in cell 1)"),
        (["x = 1", "%run ./included"], "KeyError: 'k' (included.py cell 1, line 2, run by cell 2)"),
        (["%run ./includde"], "NoNotebook: There is no notebook ./includde (tried with .ipynb, .py and .sql). Did you"),
        (["raise ExceptionGroup('many', [ValueError('one')])"], "ExceptionGroup: many (1 sub-exception) (cell 1, line 1)"),
        (["%sql\nSELECT 1"], "RuntimeError: There is no Spark here: SPARK_REMOTE does not lead to a driver of Leat. (cell"),
    ],
)
def test_a_failing_cell_is_told_by_what_and_where(tmp_path: Path, cells: list[str], message: str) -> None:
    (tmp_path / "helper.py").write_text("def fail():\n    raise ValueError('bad')\n")
    (tmp_path / "script.py").write_text("raise OSError('gone')\n")
    source(tmp_path, "included.py", "x = {}\nx['k']")
    run = execute(source(tmp_path, "n.py", *cells, "print('not reached')"))

    assert run.status == 1
    assert run.message.startswith(message)
    assert "\n" not in run.message
    assert "IPython/" not in run.trace and "leat/" not in run.trace
    assert "not reached" not in run.out
    failed = run.document.cells[len(cells) - 1]
    assert failed.outputs[-1].output_type == "error"
    assert failed.metadata["papermill"]["status"] == "failed"
    assert run.document.metadata["papermill"]["exception"] is True


def test_the_trace_shows_the_user_s_frames_alone(tmp_path: Path) -> None:
    run = execute(source(tmp_path, "n.py", "import json\n\ndef read(text):\n    return json.loads(text)\n\nread('{')"))

    assert run.message == (
        "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) (cell 1, line 4)"
    )
    assert 'File "<cell 1>", line 6, in <module>\n    read(\'{\')' in run.trace
    assert "json/decoder.py" not in run.trace
    assert "json/decoder.py" in "\n".join(run.document.cells[0].outputs[0].traceback)


def test_a_cell_that_may_fail_does_not_end_the_notebook(tmp_path: Path) -> None:
    run = execute(jupyter(tmp_path, "n.ipynb", ("1 / 0", "raises-exception"), "print('after')"))

    assert run.status == 0
    assert run.out == "after\n"
    assert run.document.cells[0].outputs[0].ename == "ZeroDivisionError"


@pytest.mark.parametrize("code", ["dbutils.notebook.exit({'n': 1})", "try:\n    dbutils.notebook.exit({'n': 1})\nexcept:\n    pass"])
def test_exit_ends_with_success_even_when_it_is_caught(tmp_path: Path, code: str) -> None:
    run = execute(source(tmp_path, "n.py", code, "1 / 0"))

    assert (run.status, run.result) == (0, "{'n': 1}")


def test_exit_in_an_included_notebook_ends_the_whole(tmp_path: Path) -> None:
    source(tmp_path, "inner.py", "dbutils.notebook.exit('inner')")
    run = execute(source(tmp_path, "n.py", "%run ./inner", "1 / 0"))

    assert (run.status, run.result) == (0, "inner")


def test_sys_exit_without_a_status_ends_with_success(tmp_path: Path) -> None:
    run = execute(source(tmp_path, "n.py", "import sys\nsys.exit()", "1 / 0"))

    assert (run.status, run.result, run.err) == (0, "", "")


def test_a_notebook_runs_others_in_processes_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    source(tmp_path / "sub", "child.py", "x = 5\ndbutils.notebook.exit(dbutils.widgets.get('n') + 'e')")
    source(tmp_path, "bad.py", "print('in bad')", "1 / 0")
    source(tmp_path, "slow.py", "import time\ntime.sleep(60)")
    path = source(
        tmp_path,
        "n.py",
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor() as pool:\n"
        "    print(list(pool.map(lambda n: dbutils.notebook.run('sub/child', 60, {'n': n}), [1, 2])))\n"
        "print('x' in globals())",
        "try:\n    dbutils.notebook.run('./bad')\nexcept Exception as e:\n    print(type(e).__name__, e)",
        "try:\n    dbutils.notebook.run('./slow', 1.5)\nexcept TimeoutError as e:\n    print(e)",
    )

    run = execute(path)

    assert run.status == 0, run.err
    assert "['1e', '2e']\nFalse\n" in run.text(0)
    assert run.text(1) == "NotebookRunError The notebook ./bad failed: ZeroDivisionError: division by zero (cell 2, line 1)\n"
    assert run.text(2) == "The notebook ./slow took longer than 1.5 seconds, and was ended.\n"
    assert "in bad" in run.out
    assert run.channel.last("/failure") is None
    assert len(run.children) == 4
    for child in run.children:
        nbformat.validate(nbformat.read(child, as_version=nbformat.NO_CONVERT))


def test_secret_parameters_and_tokens_are_in_no_notebook(tmp_path: Path) -> None:
    source(tmp_path, "child.py", "print(dbutils.widgets.get('password'))")
    path = source(
        tmp_path,
        "n.py",
        "import os\nprint(dbutils.widgets.get('password'), os.environ['LEAT_CHANNEL_TOKEN'])",
        "dbutils.notebook.run('./child', 60, {'password': dbutils.widgets.get('password')})",
    )
    channel = ChannelServer()
    channel.hidden = ["hunter22"]

    run = execute(path, channel, password="hunter22")

    assert run.status == 0
    assert run.text(0) == "[REDACTED] [REDACTED]\n"
    assert len(run.children) == 1
    for file in (run.output, *run.children):
        assert "hunter22" not in file.read_text()
        assert "the-token" not in file.read_text()


def test_secrets_are_in_nothing_that_is_shown(tmp_path: Path) -> None:
    channel = ChannelServer()
    channel.secrets["s", "k"] = "pass\nword's \"7\"é"
    channel.values["earlier", "rows"] = [1, None]
    path = source(
        tmp_path,
        "n.py",
        "secret = dbutils.secrets.get('s', 'k')\nprint(secret, end='.')",
        "import json, base64, sys\nprint(json.dumps(secret), repr(secret), base64.b64encode(secret.encode()).decode())\n"
        "for character in secret:\n    print(character, end='')\nprint(secret, file=sys.stderr)",
        "display({'here': secret})\nsecret",
        "print(dbutils.secrets.getBytes('s', 'k').decode() == secret, secret.startswith('pass'))",
        "print(dbutils.jobs.taskValues.get('earlier', 'rows'), dbutils.jobs.taskValues.get('no', 'rows', default=0))\n"
        "dbutils.jobs.taskValues.set('n', {'a': 1.5})",
        "raise ValueError('no ' + secret)",
    )

    run = execute(path, channel)

    everything = run.out + run.err + run.output.read_text() + run.message + run.trace
    for form in ("word's", "\\nword", "7\"é", "7\\\"é", "cGFzcwp3b3Jk"):
        assert form not in everything
    assert run.text(1) == '"[REDACTED]" [REDACTED] [REDACTED]\n[REDACTED]'.replace(" [REDACTED] ", " '[REDACTED]' ", 1)
    assert run.message == "ValueError: no [REDACTED] [REDACTED] (cell 6, line 1)"
    assert run.text(3) == "True True\n"
    assert run.text(4) == "[1, None] 0\n"
    assert channel.values["me", "n"] == {"a": 1.5}


def test_what_was_run_before_a_kill_is_kept(tmp_path: Path) -> None:
    channel = ChannelServer()
    path = source(tmp_path, "n.py", "print('first')", "print('second', flush=True)\nimport time\ntime.sleep(60)")
    process = start(path, {}, channel)
    output = tmp_path / "executed" / "out.ipynb"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (output.is_file() and "second\\n" in output.read_text()):
        time.sleep(0.05)
    process.stdin.close()

    assert process.wait(30) == 128 + signal.SIGKILL
    document = nbformat.read(output, as_version=nbformat.NO_CONVERT)
    nbformat.validate(document)
    assert [cell.metadata["papermill"]["status"] for cell in document.cells] == ["completed", "running"]
    assert document.cells[1].outputs[0].text == "second\n"


def test_a_told_end_is_a_failure_of_the_running_cell(tmp_path: Path) -> None:
    run = execute(source(tmp_path, "n.py", "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\nimport time\ntime.sleep(9)"))

    assert run.status == 1
    assert run.message == f"KeyboardInterrupt: The notebook was told to end (signal {int(signal.SIGTERM)}). (cell 1, line 2)"
    assert run.document.cells[0].outputs[0].ename == "KeyboardInterrupt"


def test_pip_installs_for_the_run_alone_and_a_restart_sees_it(tmp_path: Path) -> None:
    wheel(tmp_path, "only_here", "answer = 42\n", "nbformat>=5")
    path = source(
        tmp_path,
        "n.py",
        "dbutils.widgets.text('kept', 'default')\nsecret = dbutils.secrets.get('s', 'k')",
        "%pip install -q --no-index ./only_here-1-py3-none-any.whl",
        "import only_here\nprint(only_here.answer)",
        "dbutils.library.restartPython()",
        "import os, only_here\nprint(only_here.answer, 'secret' in globals(), dbutils.widgets.getAll(), 'hunter22')",
        "print(dbutils.widgets.get('day'))\n1 / 0",
    )
    channel = ChannelServer()
    channel.secrets["s", "k"] = "hunter22"

    run = execute(path, channel, day="mon")

    assert run.message == "ZeroDivisionError: division by zero (cell 6, line 2)"
    assert run.text(2) == "42\n"
    assert run.text(4) == "42 False {'kept': 'default', 'day': 'mon'} [REDACTED]\n"
    assert [cell.execution_count for cell in run.document.cells] == [1, 2, 3, 4, 5, 6]
    assert run.document.cells[3].metadata["papermill"]["status"] == "completed"
    again = execute(source(tmp_path, "again.py", "import only_here"))
    assert again.message.startswith("ModuleNotFoundError: No module named 'only_here'")


def test_jupyter_s_own_ways_work(tmp_path: Path) -> None:
    path = jupyter(
        tmp_path,
        "n.ipynb",
        "from IPython.display import display, clear_output, Markdown\nhandle = display('one', display_id=True)\n"
        "handle.update('two')",
        "print('gone')\nclear_output()\ndisplay(Markdown('*x*'))",
        "%%capture caught\nprint('caught')",
        "print(caught.stdout, end='')\nfiles = !ls *.ipynb\nprint(files)",
        "%load_ext autoreload\n%autoreload 2",
        "class Picture:\n    def _repr_png_(self):\n        return b'\\x89PNG'\nPicture()",
        "import sys\nsys.stdout.buffer.write('bytes é'.encode())\nprint(_, __name__);",
    )

    run = execute(path)

    assert run.status == 0, run.err
    outputs = [cell.outputs for cell in run.document.cells]
    assert outputs[0][0].data["text/plain"] == "'two'"
    assert [output.data["text/markdown"] for output in outputs[1]] == ["*x*"]
    assert outputs[2] == []
    assert outputs[3][0].text == "caught\n['n.ipynb']\n"
    assert outputs[5][0].data["image/png"].strip() == "iVBORw=="[:5] + outputs[5][0].data["image/png"].strip()[5:]
    assert outputs[6][0].text.startswith("bytes é")
    assert "__main__" in outputs[6][0].text


def test_a_notebook_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    source(tmp_path, "orders.py", "1")
    run = execute(tmp_path / "order")

    assert run.status == 1
    assert run.message == (
        f"There is no notebook order (tried with .ipynb, .py and .sql). Did you mean '{tmp_path / 'orders.py'}'?"
    )


def test_scala_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "n.scala").write_text("// Databricks notebook source\n")

    assert execute(tmp_path / "n").message.startswith("n.scala is a notebook in Scala, and notebook tasks run Python and")


def test_much_output_is_cut_in_the_notebook_and_not_in_the_log(tmp_path: Path) -> None:
    run = execute(source(tmp_path, "n.py", "for _ in range(300):\n    print('x' * 9_999)\nprint('end')"))

    assert len(run.out) == 3_000_004
    assert len(run.text(0)) < 1_000_200
    assert run.text(0).endswith("(The rest is left out here; the task run's log has it.)\n")


def test_a_long_result_is_cut_and_says_so(tmp_path: Path) -> None:
    run = execute(source(tmp_path, "n.py", "dbutils.notebook.exit('é' * 600_000)"))

    output = run.channel.last("/output")["notebook_output"]
    assert output["truncated"] is True
    assert 850_000 < len(json.dumps(output["result"])) <= 1_000_002


@pytest.mark.parametrize(("last", "status"), [("dbutils.notebook.exit('e')", 0), ("1 / 0", 1)])
def test_a_thread_left_running_does_not_keep_the_process(tmp_path: Path, last: str, status: int) -> None:
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), name='lazy').start()"
    run = execute(source(tmp_path, "n.py", code, last))

    assert run.status == status
    assert run.result == ("e" if status == 0 else None)
    assert run.message == ("" if status == 0 else "ZeroDivisionError: division by zero (cell 2, line 1)")
    assert run.err.endswith("Leat ended 1 thread(s) that the notebook left running: lazy.\n")


def test_figures_are_kept_as_pictures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    run = execute(jupyter(tmp_path, "n.ipynb", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "%matplotlib inline"))

    assert run.status == 0, run.err
    assert run.document.cells[0].outputs[-1].data["image/png"].startswith("iVBOR")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    places = tmp_path / "tmp"
    places.mkdir()
    path = source(tmp_path, "n.py", "x = 1", "1 / 0")
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(places)
    try:
        execute(path)
    finally:
        os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)

    assert list(places.iterdir()) == []
