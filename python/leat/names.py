"""Finds what a person may have meant by a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence: the nearest known name, or all of them; starts with a blank."""
    names = sorted(set(known))
    folded = {known_name.lower(): known_name for known_name in names}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    if near:
        return f" Did you mean '{folded[near[0]]}'?"

    if not names:
        return " There are none."

    shown = ", ".join(names[:10])
    return f" There are {shown}{' and more' if len(names) > 10 else ''}."
