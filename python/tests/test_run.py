import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOKEN = "the-token"


class Driver:
    """What a driver serves, and what it was told."""

    def __init__(self):
        told = self.told = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told.append((self.path, self.headers["Authorization"], body))
                self._answer(200, {})

            def do_GET(self):
                known = {"/value?task=a&name=n": {"value": [1]}}
                self._answer(200, known[self.path]) if self.path in known else self._answer(404, {"error": "no such thing"})

            def _answer(self, status, body):
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def failure(self):
        return next(body for path, _, body in self.told if path == "/failure")


@pytest.fixture
def driver():
    driver = Driver()
    yield driver
    driver.server.shutdown()
    driver.server.server_close()


@pytest.fixture
def run(driver, tmp_path):
    def start(text, *parameters, **more):
        (tmp_path / "script.py").write_text(text)
        order = {
            "module": "leat.script",
            "environment": {"LEAT_CHANNEL": driver.address, "LEAT_CHANNEL_TOKEN": TOKEN},
            "directory": str(tmp_path),
            "file": str(tmp_path / "script.py"),
            "parameters": parameters,
            **more,
        }
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "leat.run"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        return process

    return start


def outcome(process):
    out = process.stdout.read()
    err = process.stderr.read()
    return process.wait(20), out, err


def is_alive(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def await_gone(process):
    end = time.monotonic() + 10
    while is_alive(process):
        assert time.monotonic() < end, f"process {process} is still there"
        time.sleep(0.02)


def test_runs_a_script_as_python_does(run):
    text = "import sys, os\nprint(sys.argv[1:], __name__, os.path.basename(__file__), sys.stdin.read())\nprint(sys.path[0])"
    status, out, err = outcome(run(text, "a b", "--c=d"))
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "['a b', '--c=d'] __main__ script.py "
    assert os.path.isdir(out.splitlines()[1])


@pytest.mark.parametrize("end", ["sys.exit()", "sys.exit(0)", "sys.exit(None)", "pass"])
def test_succeeds(run, driver, end):
    assert outcome(run(f"import sys\n{end}"))[0] == 0
    assert driver.told == []


@pytest.mark.parametrize(
    ("end", "status", "message"),
    [
        ("sys.exit(3)", 3, "The program ended with sys.exit(3)."),
        ("sys.exit(256)", 1, "The program ended with sys.exit(256)."),
        ("sys.exit('no rows today')", 1, "no rows today"),
        ("raise ValueError('bad\\nrow')", 1, "ValueError: bad row (script.py line 2)"),
        ("raise KeyboardInterrupt", 1, "KeyboardInterrupt (script.py line 2)"),
        ("import no_such_thing", 1, "ModuleNotFoundError: No module named 'no_such_thing'; what a program needs beyond"
            " the base environment is named in the libraries of its task (script.py line 2)"),
    ],
)
def test_says_how_it_failed(run, driver, end, status, message):
    assert outcome(run(f"import sys\n{end}"))[0] == status
    assert driver.failure()["message"] == message
    assert driver.told[0][1] == "Bearer " + TOKEN


def test_says_where_the_syntax_is_wrong(run, driver):
    assert outcome(run("a = 1\nb = = 2\n"))[0] == 1
    assert driver.failure()["message"] == "SyntaxError: invalid syntax (script.py line 2)"


def test_shows_only_the_frames_of_the_user(run, driver):
    outcome(run("import json\ndef read():\n    return json.loads('{')\nread()\n"))
    trace = driver.failure()["trace"]
    assert driver.failure()["message"].endswith("(script.py line 3)")
    assert trace.count("File ") == 2
    assert "decoder.py" not in trace and "leat" not in trace


def test_a_program_reaches_its_driver(run, driver):
    text = """
from leat.channel import Channel, NotThere
channel = Channel.of()
channel.set_value("rows", 7)
print(channel.value("a", "n"))
try:
    channel.secret("s", "k")
except NotThere as e:
    print(e)
"""
    status, out, err = outcome(run(text))
    assert (status, out) == (0, "[1]\nno such thing\n"), err
    assert driver.told == [("/value", "Bearer " + TOKEN, {"name": "rows", "value": 7})]


def test_refuses_a_value_that_is_not_json(run, driver):
    outcome(run("from leat.channel import Channel\nChannel.of().set_value('x', object())"))
    assert "must be JSON" in driver.failure()["message"]


def test_a_killed_program_has_the_status_of_its_signal(run):
    assert outcome(run("import os\nos.kill(os.getpid(), 9)"))[0] == 128 + signal.SIGKILL


def test_what_a_program_leaves_behind_is_ended(run):
    text = "import subprocess\nprint(subprocess.Popen(['setsid', 'sleep', '600']).pid)"
    status, out, err = outcome(run(text))
    assert status == 0
    assert "1 process(es)" in err
    await_gone(int(out))


STUBBORN = """
import os, signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["bash", "-c", "trap '' TERM; setsid sleep 600 & echo $!; sleep 600"])
print(os.getpid(), child.pid)
while True:
    time.sleep(600)
"""


def test_nothing_outlives_the_driver(run):
    process = run(STUBBORN)
    ids = [int(number) for _ in range(2) for number in process.stdout.readline().split()]
    assert len(ids) == 3 and all(is_alive(i) for i in ids)
    process.stdin.close()
    for one in ids:
        await_gone(one)
    assert process.wait(10) != 0


def test_an_interpreter_that_is_never_asked_ends_with_its_driver():
    process = subprocess.Popen(
        [sys.executable, "-m", "leat.run", "spare"], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    process.stdin.close()
    assert process.wait(20) is not None
