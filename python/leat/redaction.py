"""Takes the values of secrets out of what a task shows."""

from __future__ import annotations

import base64
import json
import re
import threading
from typing import Any
from urllib.parse import quote, quote_plus

MARK = "[REDACTED]"


class Redaction:
    """Replaces known secrets, and the forms they take in URLs, JSON, base64 and Python's repr, by a mark."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._lock = threading.Lock()

    def add(self, secret: str) -> None:
        with self._lock:
            self._secrets.add(secret)
            self._forms |= _forms(secret)
            longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
            self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def secrets(self) -> list[str]:
        """Those that are known."""
        with self._lock:
            return sorted(self._secrets)

    def clean(self, text: str) -> str:
        return self._pattern.sub(MARK, text) if self._pattern else text

    def clean_all(self, value: Any) -> Any:
        """A JSON value with every text in it cleaned; names of members too."""
        if not self._pattern:
            return value

        if isinstance(value, str):
            return self.clean(value)

        if isinstance(value, list):
            return [self.clean_all(item) for item in value]

        if isinstance(value, dict):
            return {self.clean_all(name): self.clean_all(item) for name, item in value.items()}

        return value

    def held_back(self, text: str) -> int:
        """How many characters at the end of a text may be the beginning of a secret whose rest is still to come."""
        longest = max((len(form) for form in self._forms), default=1)
        tail = text[-(longest - 1) :] if longest > 1 else ""
        for start in range(len(tail)):
            if any(form.startswith(tail[start:]) for form in self._forms):
                return len(tail) - start
        return 0


def _forms(secret: str) -> set[str]:
    data = secret.encode("utf-8")
    forms = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        repr(data)[2:-1],
        base64.b64encode(data).decode(),
        base64.b64encode(data).decode().rstrip("="),
        base64.urlsafe_b64encode(data).decode().rstrip("="),
    }
    forms.update(line for line in secret.splitlines() if len(line) > 3)
    forms.discard("")
    return forms
