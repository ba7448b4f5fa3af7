"""The links of a web page: which lead to a web address, and what becomes of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urljoin

from generator.formats.fields import is_web_address
from generator.importing.html_runs import PageRun, StyledText

_LONGEST = 2_000


def with_web_links(runs: Iterable[PageRun], base: str) -> tuple[tuple[PageRun, ...], tuple[str, ...]]:
    """The runs with links to web addresses only, and a sentence on links that are plain text now.

    `base` is the address of the page, from which relative links are read; empty where it is not known.
    """
    plain: Counter[str] = Counter()
    found = tuple(
        PageRun(tuple(_linked(span, base, plain) for span in run.spans), run.inside, run.line) for run in runs
    )
    notices = tuple(f"{_number(n)} {kind}: the text is there, without the link." for kind, n in sorted(plain.items()))
    return found, notices


def _number(n: int) -> str:
    return "1 link is" if n == 1 else f"{n} links are"


def _linked(span: StyledText, base: str, plain: Counter[str]) -> StyledText:
    if not span.address:
        return span
    address = whole_address(span.address, base)
    if not address:
        plain[_kind(span.address)] += 1
    return StyledText(span.text, span.strong, span.emphasized, address)


def _kind(address: str) -> str:
    scheme = address.partition(":")[0]
    if address.startswith("#"):
        return "to a place in the page"
    if ":" in address and scheme.isalnum() and scheme.lower() not in {"http", "https"}:
        return f"`{scheme.lower()[:20]}:` and no web address"
    return "incomplete or no valid web address (`--url` gives the page’s address, which completes it)"


def whole_address(address: str, base: str = "") -> str:
    """The whole http or https address of a link, as browsers read it; empty for every other."""
    written = "".join(address.split("\t")).replace("\n", "").replace("\r", "").strip().replace(" ", "%20")
    if not written or written.startswith("#") or len(written) > _LONGEST:
        return ""
    try:
        whole = urljoin(base, written)
    except ValueError:
        return ""
    return whole if is_web_address(whole) else ""
