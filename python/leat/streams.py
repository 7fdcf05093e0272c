"""What stands for sys.stdout and sys.stderr while a notebook runs."""

from __future__ import annotations

import codecs
import io
import threading
from typing import TextIO

from leat.record import Record
from leat.redaction import Redaction


class Stream(io.TextIOBase):
    """Keeps text for the running cell, and passes it on at once to where it would have gone, without secrets."""

    encoding = "utf-8"  # type: ignore[assignment]
    errors = "backslashreplace"  # type: ignore[assignment]

    def __init__(self, name: str, live: TextIO, record: Record, redaction: Redaction) -> None:
        self.name = name
        self.buffer = _Bytes(self)
        self._live = live
        self._record = record
        self._redaction = redaction
        self._held = ""
        self._lock = threading.RLock()

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")

        with self._lock:
            self._record.stream(self.name, text)
            self.live(text)
        return len(text)

    def live(self, text: str) -> None:
        """Passes text on without keeping it for the cell."""
        with self._lock:
            held = self._redaction.clean(self._held + text)
            split = len(held) - self._redaction.held_back(held)
            self._held = held[split:]
            self._pass_on(held[:split])

    def drain(self) -> None:
        """Passes on what was held back because a secret might have gone on after it."""
        with self._lock:
            held, self._held = self._held, ""
            self._pass_on(held)
            self._live.flush()

    def flush(self) -> None:
        self._live.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._live.fileno()

    def _pass_on(self, text: str) -> None:
        if text:
            try:
                self._live.write(text)
            except UnicodeEncodeError:
                encoding = self._live.encoding or "ascii"
                self._live.write(text.encode(encoding, "backslashreplace").decode(encoding))
            if "\n" in text or "\r" in text:
                self._live.flush()


class _Bytes(io.RawIOBase):
    """Bytes written to a stream, as UTF-8 text."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._stream.write(self._decoder.decode(bytes(data)))
        return len(data)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        self._stream.flush()
