"""`annotated` of front matter, where one annotator is done: what it says of the others stays."""

from __future__ import annotations

import pytest

from generator.annotating.completion import completion_with
from generator.model import Completion

LAYERS = ("lr", "ab")
NONE = None


@pytest.mark.parametrize(
    ("before", "layer", "is_done", "written"),
    [
        (NONE, "", True, True),
        (NONE, "lr", True, {"by": ["lr"]}),
        (NONE, "lr", False, NONE),
        (Completion("2026-11-26"), "", False, NONE),
        (Completion("2026-11-26"), "lr", True, {"date": "2026-11-26", "by": ["main", "lr"]}),
        (Completion("", ("Anna",)), "lr", True, {"by": ["Anna", "lr"]}),
        (Completion("", ("lr",)), "lr", False, NONE),
        (Completion("", ("lr",)), "lr", True, {"by": ["lr"]}),
        (Completion("", ("lr", "ab")), "lr", False, {"by": ["ab"]}),
        (Completion("", ("lr",)), "", True, {"by": ["main", "lr"]}),
        (Completion("2026-11-26", ("main", "lr")), "", False, {"date": "2026-11-26", "by": ["lr"]}),
        (Completion("2026-11-26", ("main", "lr")), "lr", False, "2026-11-26"),
        (Completion("", ("Anna", "lr")), "lr", False, {"by": ["Anna"]}),
    ],
)
def test_only_who_is_meant_is_done_or_no_longer(before, layer, is_done, written):
    assert completion_with(before, layer, LAYERS, is_done=is_done) == written


@pytest.mark.parametrize("by", [(), ("lr",), ("ab",), ("lr", "ab"), ("Anna",), ("Anna", "lr"), ("main", "ab")])
@pytest.mark.parametrize("who", ["", "lr", "ab"])
@pytest.mark.parametrize("is_done", [True, False])
def test_what_is_written_means_what_was_meant(by, who, is_done):
    before = Completion("2026-11-26", by)
    written = completion_with(before, who, LAYERS, is_done=is_done)
    names = tuple(written["by"]) if isinstance(written, dict) else ()
    after = Completion("", names) if written else None
    for one in ("", *LAYERS):
        was, now = before.is_of(one, LAYERS), after is not None and after.is_of(one, LAYERS)
        assert now == (is_done if one == who else was), one
