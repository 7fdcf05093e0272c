"""dbutils.fs for the files of this machine."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from leat.names import did_you_mean


class FileInfo(NamedTuple):
    """A file or folder. path: with file: before it; size: bytes, 0 for folders; modificationTime: epoch millis."""

    path: str
    name: str
    size: int
    modificationTime: int

    def isDir(self) -> bool:
        return self.name.endswith("/")

    def isFile(self) -> bool:
        return not self.isDir()


class Files:
    """Files by local path or file: URI; a relative path counts from the notebook's folder."""

    def ls(self, path: str) -> list[FileInfo]:
        """What a folder holds, by name; a file as itself. FileNotFoundError: there is neither."""
        place = _existing(path)
        return [_info(child) for child in sorted(place.iterdir())] if place.is_dir() else [_info(place)]

    def head(self, file: str, maxBytes: int = 65536) -> str:
        """The first bytes of a file as UTF-8 text."""
        with _existing(file).open("rb") as stream:
            data = stream.read(maxBytes)
        return data.decode("utf-8", errors="replace")

    def put(self, file: str, contents: str, overwrite: bool = False) -> bool:
        """Writes text as UTF-8, whole or not at all. FileExistsError: there is a file, and overwrite is not said."""
        place = _local(file)
        if place.exists() and not overwrite:
            raise FileExistsError(f"{file} exists; overwrite=True replaces it.")

        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        draft.write_text(contents, encoding="utf-8")
        draft.replace(place)
        return True

    def mkdirs(self, path: str) -> bool:
        """Makes a folder and those above it; it is no error when it exists."""
        _local(path).mkdir(parents=True, exist_ok=True)
        return True

    def cp(self, source: str, to: str, recurse: bool = False) -> bool:
        """Copies a file, or with recurse a folder. IsADirectoryError: it is a folder, and recurse is not said."""
        place, target = _existing(source), _local(to)
        if place.is_dir():
            _demand_recurse("cp", source, recurse)
            shutil.copytree(place, target, dirs_exist_ok=True)
            return True

        target = target / place.name if target.is_dir() else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place, target)
        return True

    def mv(self, source: str, to: str, recurse: bool = False) -> bool:
        """Moves a file, or with recurse a folder."""
        place, target = _existing(source), _local(to)
        if place.is_dir():
            _demand_recurse("mv", source, recurse)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(place), str(target))
        return True

    def rm(self, path: str, recurse: bool = False) -> bool:
        """Deletes a file or an empty folder, or with recurse all that is in it; False when there is nothing."""
        place = _local(path)
        if not place.exists() and not place.is_symlink():
            return False

        if not place.is_dir() or place.is_symlink():
            place.unlink()
        elif recurse:
            shutil.rmtree(place)
        elif any(place.iterdir()):
            _demand_recurse("rm", path, recurse)
        else:
            place.rmdir()
        return True


def _local(path: str) -> Path:
    text = os.fspath(path)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", text)
    if scheme is None:
        return Path(text)

    if scheme.group(1).lower() != "file":
        raise ValueError(
            f"dbutils.fs reads and writes files of this machine, by path or file:, not '{scheme.group(1)}:' ({text}). "
            "Spark may reach it, as in spark.read.text(path)."
        )

    return Path(unquote(urlsplit(text).path))


def _existing(path: str) -> Path:
    place = _local(path)
    if place.exists():
        return place

    folder = place.parent
    if not folder.is_dir():
        raise FileNotFoundError(f"There is no {place}, nor its folder {folder}.")

    near = did_you_mean(place.name, (child.name for child in folder.iterdir()))
    raise FileNotFoundError(f"There is no {place}.{near}")


def _demand_recurse(verb: str, path: str, recurse: bool) -> None:
    if not recurse:
        raise IsADirectoryError(f"{path} is a folder that dbutils.fs.{verb} takes only with recurse=True.")


def _info(place: Path) -> FileInfo:
    status = place.stat() if place.exists() else place.lstat()
    folder = place.is_dir()
    full = f"file:{place.absolute()}" + ("/" if folder else "")
    return FileInfo(
        full, place.name + ("/" if folder else ""), 0 if folder else status.st_size, status.st_mtime_ns // 1_000_000
    )
