"""What people who mean harm write: reading it takes no more than twice as long where it is twice as long (law 16)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from generator.formats.front_matter import read_front_matter
from generator.formats.sidecar import read_sidecar
from generator.yaml_text.document import read_yaml

_MOST_GROWTH = 2.6
_UNMEASURABLE = 0.02  # seconds of CPU: below it, the clock and the machine decide

CLAIM = "claims:\n  a:\n    speaker: b\n    quote: c\n"
Reader = Callable[[bytes], object]


def article(data: bytes) -> object:
    return read_front_matter(data, "a.md")


def sidecar(data: bytes) -> object:
    return read_sidecar(data, "a.yaml", "a")


def yaml(data: bytes) -> object:
    return read_yaml(data, "a.yaml")


HOSTILE: dict[str, tuple[Reader, Callable[[int], str], int]] = {
    "a heading of spaces": (article, lambda n: f"# a{' ' * n}b", 2_000_000),
    "a heading of hashes": (article, lambda n: f"{'#' * n}b", 2_000_000),
    "a heading of hashes and spaces": (article, lambda n: f"{'# ' * n}b", 1_000_000),
    "front matter that is never closed": (article, lambda n: "---\n" + "a: b\n" * n, 100_000),
    "a fence of spaces": (article, lambda n: f"---{' ' * n}x\n", 1_000_000),
    "spaces within a value": (yaml, lambda n: f"a: x{' ' * n}y\n b: c\n: : [\n", 120_000),
    "colons within brackets": (yaml, lambda n: f"a: [{'x: ' * n}", 40_000),
    "hashes within brackets": (yaml, lambda n: f"a: [{'x #' * n}", 40_000),
    "markers on one line": (yaml, lambda n: f"a: [{'*a, ' * n}]", 50_000),
    "commas within braces": (yaml, lambda n: f"a: {{b: {'c,' * n}}}", 100_000),
    "texts with commas on one line": (yaml, lambda n: f"a: {{{'b: c, d, ' * n}}}", 55_000),
    "a word that appears twice, on one line": (yaml, lambda n: f"a: {{{'b: c, ' * n}}}", 40_000),
    "control characters on one line": (yaml, lambda n: f"a: {chr(1) * n}", 200_000),
    "surrogates on one line": (yaml, lambda n: 'a: "' + r"\ud83d\ude00" * n + '"', 30_000),
    "half surrogates": (yaml, lambda n: 'a: "' + r"\ud83d" * n + '"', 30_000),
    "a list of quotes in brackets": (sidecar, lambda n: f"claims: {{{'a: {quote: [b, c]}, ' * n}}}", 10_000),
    "quotes in brackets on one line": (
        sidecar, lambda n: "claims: {" + ", ".join(f"a{i}: {{quote: [b, c]}}" for i in range(n)) + "}", 18_000,
    ),
    "empty quotes on one line": (
        sidecar, lambda n: "claims: {" + ", ".join(f"a{i}: {{quote: }}" for i in range(n)) + "}", 6_000,
    ),
    "spaces behind a date": (sidecar, lambda n: f"{CLAIM}    said: 2015{' ' * n}x\n", 200_000),
    "a date of digits": (sidecar, lambda n: f"{CLAIM}    reviewed: 2{'1' * n}\n", 200_000),
    "a date of words": (sidecar, lambda n: f"{CLAIM}    reviewed: 1{' may' * n} 2015\n", 100_000),
    "addresses that are none": (sidecar, lambda n: f"{CLAIM}    sources: [{'//a, ' * n}]\n", 8_000),
}  # fmt: skip


@pytest.mark.parametrize(("read", "written", "size"), HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_at_most_somewhat_more_than_twice_the_time(read, written, size):
    once, twice = (written(n).encode() for n in (size, 2 * size))
    for _ in range(4):
        short, long = cpu_seconds(read, once), cpu_seconds(read, twice)
        if long < max(_MOST_GROWTH * short, _UNMEASURABLE):
            return
    pytest.fail(f"{short:.3f} s, {long:.3f} s for twice the text")


def cpu_seconds(read: Reader, data: bytes) -> float:
    """Without the collector, which looks at what all tests of this process hold: that has nothing to do with `data`."""
    gc.disable()
    try:
        start = time.process_time()
        read(data)
        return time.process_time() - start
    finally:
        gc.enable()
