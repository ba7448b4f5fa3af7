"""Random sidecars with everything that people write: comments, blocks, braces, any line ends, hostile values."""

from __future__ import annotations

import yaml
from hypothesis import strategies as st

PATH = "content/articles/x.yaml"
HOSTILE = (
    "a # b", "#c", "a: b", "a:", "- a", "-", "--- a", "---", "...", "'", '"', "it's", 'say "no"', "“no”", "<script>&",
    "no", "~", "null", "false", "1984", "0777", "12:30", "2015-12-23", "{a}", "[a]", "a, b", "a，b", "*a", "&a", "!a",
    "| a", "> a", "%a", "@a", "`a`", "? a", ": a", "a\tb", "two\nlines", "two\n\n  lines\n# three", "قال، لا", "一：二",
    "ab\u00a0c", "a\u200fb", "\u00a0a", " a ", "back\\slash", "\\\"'", "é" * 90, "x " * 70 + "x", "a\r\nb", "=", "<<",
    "<<<<<<< HEAD", "=======", "a\n=======\nb", "", "a \nb", "\ta", "key: |\n  text", "}", "]", ",", "a]", "{a: b}",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text("ab #:-'\"|>{}[],\n\t\\é一ا&*!?%@~", max_size=12))
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "relation": st.sampled_from(["rebuts", "answers"]),
    "verdict": st.sampled_from(["false", "unverified"]),
    "speaker": st.one_of(st.just("tass"), TEXTS.map(lambda text: {"unnamed": text})),
    "via": st.lists(st.sampled_from(["tass", "sana", "irib"]), max_size=2),
    "quote": st.one_of(
        TEXTS, st.lists(TEXTS, min_size=1, max_size=3), st.fixed_dictionaries({"exact": TEXTS, "prefix": TEXTS})
    ),
    "note": TEXTS,
    "updates": st.dictionaries(st.sampled_from(["2015-01-01", "2016", "2017-02-03"]), TEXTS, max_size=2),
    "sources": st.lists(st.one_of(TEXTS, st.fixed_dictionaries({"title": TEXTS, "url": TEXTS})), max_size=3),
    "codes": st.dictionaries(st.one_of(TEXTS, st.just("frame")), TEXTS, max_size=2),
    "tags": st.lists(TEXTS, max_size=3),
}  # fmt: skip
"""The fields of an annotation, in the documented order, with values."""

_LINES = {
    "relation": ["relation: rebuts", "relation: 'answers'  # on @AT"],
    "verdict": ["verdict: false", "verdict: false # on @AT"],
    "speaker": ["speaker: tass", "speaker: {unnamed: \"a, b\"} # on @AT", "speaker: { unnamed: x }"],
    "via": ["via: [tass, sana]", "via: tass", "via:\n- tass\n- sana", "via: # on @AT\n- tass\n# in @AT\n- sana"],
    "quote": [
        "quote: clichés and fakes", "quote: \"say: 'no'\"", "quote: 'it''s'", "quote: |\n  # no comment\n  two\n\n",
        "quote: |- # on @AT\n  one", "quote:\n  - one\n  - |\n    two\n  # in @AT\n  - 'three' # on @AT",
        "quote: {exact: x, prefix: \"the \"}", "quote:\n  exact: x # on @AT/exact\n  # above @AT/in\n  in: title",
        "quote:\n  long words\n  on lines",
    ],
    "note": [
        "note: so", "note: >\n  so\n\n  it is", "note: |+\n  so\n\n", "note: \"a\n  b\"", "note:", "note: ~ # on @AT",
    ],
    "updates": ["updates:\n  2015-01-01: so\n  # above @AT/2016\n  2016: |\n    it: is", "updates: {}"],
    "sources": ["sources: [a p. 1, 'b']", "sources:\n- title: a\n  # deep @AT\n  url: b\n- c", "sources: []"],
    "codes": ["codes: {frame: conflict}", "codes: # on @AT\n  frame: conflict\n  # end of @AT"],
    "tags": ["tags: [قال, 一]", "tags:   one", "tags: [a, # on @AT\n  b]"],
}  # fmt: skip
"""Ways to write each field. A comment names what it belongs to."""


@st.composite
def sidecars(draw: st.DrawFn) -> bytes:
    """Sidecars that can be edited, all of whose annotations have lines of their own."""
    step = draw(st.sampled_from([2, 2, 3, 4]))
    lines = draw(st.sampled_from([[], ["# yaml-language-server: $schema=x"], ["# loose", ""], ["---"]]))
    ids = iter([f"n{n}" for n in draw(st.permutations(range(12)))])
    for group in draw(st.permutations(["claims", "counterpoints", "notes"]))[: draw(st.integers(0, 3))]:
        lines += draw(st.sampled_from([[], [""], ["", f"# above {group}"]]))
        lines.append(f"{group}:{draw(st.sampled_from(['', f' # on {group}']))}")
        lines += draw(_entries(ids, step, step, 0))
    lines += draw(st.sampled_from([[], [], [""], ["# loose"], ["", "# loose"], ["", ""]]))
    text = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])).join([*lines, *draw(st.sampled_from([[], [""], [""]]))])
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode()


@st.composite
def _entries(draw: st.DrawFn, ids, column: int, step: int, depth: int) -> list[str]:
    lines: list[str] = []
    gap = draw(st.sampled_from([[], [""]]))
    for n in range(draw(st.integers(1, 3 - depth))):
        id = next(ids, None)
        if id is None:
            break
        lines += gap if n else []
        lines += [" " * column + line for line in draw(st.sampled_from([[], [], [f"# above {id}"]]))]
        lines.append(" " * column + f"{id}:{draw(st.sampled_from(['', '', f' # on {id}']))}")
        for key in sorted(draw(st.sets(st.sampled_from([*_LINES]), max_size=4)), key=[*_LINES].index):
            at = f"{id}/{key}"
            above = draw(st.sampled_from([[], [], [], [f"# above {at}"]]))
            written = draw(st.sampled_from(_LINES[key])).replace("@AT", at).split("\n")
            lines += [" " * (column + step) + line if line else "" for line in [*above, *written]]
        if depth < 2 and draw(st.integers(0, 3)) == 3:
            lines.append(" " * (column + step) + "counterpoints:")
            inner = draw(_entries(ids, column + 2 * step, step, depth + 1))
            lines += inner
            if not inner:
                lines.pop()
        lines += draw(st.sampled_from([[], [], [], [" " * (column + step) + f"# end of {id}"]]))
    return lines


def parsed(data: bytes) -> object:
    """What another reader of YAML finds: all scalars as texts, without the line break that a block adds."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return _bare(yaml.load(text, yaml.BaseLoader))


def plain(value: object) -> object:
    """A value that was given, as `parsed` has it."""
    return _bare(value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value)


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()} or ""
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.strip("\n") if isinstance(value, str) else "" if value is None else value


def owners(data: bytes) -> dict[str, str]:
    """Each comment with a word for the line that it is on, or else for the one below it; loose ones have none."""
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = {}
    for n, line in enumerate(lines):
        before, sign, comment = line.partition("# on ")
        if sign:
            found[f"on {comment}"] = before.strip().partition(":")[0]
        before, sign, comment = line.partition("# above ")
        if sign and not before.strip():
            below = next((one for one in lines[n + 1 :] if not one.strip().startswith("# above")), "")
            found[f"above {comment}"] = below.strip().partition(":")[0]
    return found
