import sys

import pytest

from leat import failure, wheel
from leat.run import Refused


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "sales_job").mkdir()
    (tmp_path / "sales_job" / "__init__.py").write_text(
        "import sys\n"
        "def main():\n    print(sys.argv)\n    return 5\n"
        "def command():\n    return 5\n"
        "def fails():\n    raise ValueError('no')\n"
    )
    info = tmp_path / "sales_job-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sales-job\nVersion: 1.0\n")
    (info / "RECORD").write_text("sales_job/__init__.py,,\n")
    (info / "entry_points.txt").write_text("[console_scripts]\ncmd = sales_job:command\n\n[jobs]\nrun = sales_job:main\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "argv", [])
    yield "sales-job"
    sys.modules.pop("sales_job", None)


def order(package, entry, *parameters):
    return {"package_name": package, "entry_point": entry, "parameters": list(parameters)}


@pytest.mark.parametrize("entry", ["run", "main"])
def test_calls_an_entry_point_or_a_function(package, entry, capsys):
    wheel.main(order(package, entry, "--day=2026-01-01"))
    assert capsys.readouterr().out == f"['{entry}', '--day=2026-01-01']\n"


def test_a_command_answers_its_status(package):
    with pytest.raises(SystemExit) as told:
        wheel.main(order(package, "cmd"))
    assert told.value.code == 5


def test_names_the_nearest_entry_point(package):
    with pytest.raises(Refused, match="^The package sales-job has no entry point rum; did you mean run\\?\\.$"):
        wheel.main(order(package, "rum"))


def test_names_the_nearest_package(package):
    with pytest.raises(Refused, match="There is no package sale-job in the task's environment; did you mean sales-job"):
        wheel.main(order("sale-job", "run"))


def test_the_frames_of_the_package_are_the_users(package):
    told = order(package, "fails")
    with pytest.raises(ValueError) as raised:
        wheel.main(told)
    assert failure.describe(raised.value, wheel.own(told))[0] == "ValueError: no (__init__.py line 8)"
