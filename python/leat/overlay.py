"""%pip: packages for this run alone, in a folder of its own on top of the task's environment."""

from __future__ import annotations

import importlib
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path


class PipError(RuntimeError):
    """pip did not do what it was asked to."""


class Overlay:
    """A virtual environment over that of this process: what is there is not installed again, and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def packages(self) -> Path:
        paths = {"base": str(self._folder), "platbase": str(self._folder)}
        return Path(sysconfig.get_path("purelib", "posix_prefix", paths))

    def pip(self, arguments: list[str]) -> None:
        """Runs pip, with its output on sys.stdout. PipError: pip failed, or the environment has none."""
        self._create()
        program = str(self._folder / "bin" / "python")
        command = [sys.executable, "-m", "pip", "--python", program, "--disable-pip-version-check", "--no-input"]
        process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        missing = False
        with process.stdout:  # type: ignore[union-attr]
            for line in process.stdout:  # type: ignore[union-attr]
                missing |= line.rstrip().endswith("No module named pip")
                sys.stdout.write(line)
        if process.wait() != 0:
            why = "this environment has no pip" if missing else f"it ended with status {process.returncode}"
            raise PipError(
                f"pip {' '.join(arguments[:1])} failed: {why}. What a notebook always needs is better named in the "
                "libraries of its task: they are installed once, before it starts."
            )

        self.use()

    def use(self) -> None:
        """Lets this process import what is in the folder, before what the task's environment has."""
        if str(self.packages) not in sys.path:
            first = next((at for at, folder in enumerate(sys.path) if folder in _environment()), len(sys.path))
            sys.path.insert(first, str(self.packages))
        importlib.invalidate_caches()

    def imported_before(self) -> list[str]:
        """Modules in use that are older than those of the same name in the folder."""
        tops = {entry.name.removesuffix(".py") for entry in self.packages.iterdir()} if self.packages.is_dir() else set()
        return sorted(name for name in tops & sys.modules.keys() if not _is_in(sys.modules[name], self.packages))

    def _create(self) -> None:
        if self.packages.is_dir():
            return

        venv.EnvBuilder(symlinks=True).create(self._folder)
        (self.packages / "leat-environment.pth").write_text("\n".join(_environment()) + "\n", encoding="utf-8")


def _environment() -> list[str]:
    """The folders from which this process imports installed packages."""
    return [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]


def _is_in(module: object, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is None or str(folder) in file
