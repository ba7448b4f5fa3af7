"""Signs that a program which writes or translates leaves in what is copied from it: `:contentReference[oaicite:0]`.

They are no words of an article or a note, whatever field they are in, so that whole files are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Location, Paste, short
from generator.yaml_text.document import decoded

_SIGNS = re.compile(
    r"\s?(?::contentReference\[oaicite:[0-9]{1,4}\](?:\{index=[0-9]{1,4}\})?|\ue200?(?:cite)?\ue202?turn[0-9]{1,3}\w{1,20}\ue201"
    r"|【[0-9]{1,4}(?::[0-9]{1,4})?†[^】\n]{0,80}】|\[cite_start\]|\[cite: ?[0-9, ]{1,40}\])"
)
_NAMED = tuple(sign.encode() for sign in ("oaicite", "†", "[cite", "\ue201"))
_MOST_PASTED = 200
_LONGEST_LINE = 4_000


def leavings(data: bytes, path: str) -> Iterator[Diagnostic]:
    """The warning for such signs in a file, with its lines without them."""
    if not any(sign in data for sign in _NAMED):
        return
    lines = decoded(data, path)[0].split("\n")
    found = [n for n, line in enumerate(lines) if len(line) <= _LONGEST_LINE and _SIGNS.search(line)]
    if not found:
        return
    first, last = found[0], found[-1]
    sign = _SIGNS.search(lines[first])
    assert sign, "the line was found by it"
    places = f" in {len(found)} lines" if len(found) > 1 else ""
    is_short = last - first < _MOST_PASTED
    pasted = tuple(_SIGNS.sub("", line) if n in found else line for n, line in enumerate(lines[: last + 1]))[first:]
    yield Diagnostic.of(
        "copied-along",
        Location(path, first + 1, sign.end() - len(sign[0].strip()) + 1),
        f"“{short(sign[0].strip())}” was left by the program from which this was copied{places}.",
        step=f"Remove what it left, unless the article itself has it there{':' if is_short else '.'}",
        paste=Paste(first + 1, last + 1, pasted) if is_short else None,
    )
