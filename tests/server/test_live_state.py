"""The state of the preview knows which pages browsers show, and shows pages of a build that is not done."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.server.live_site import LiveFiles
from generator.server.live_state import LiveState

PAGE = "articles/2015/report.html"


def test_a_page_is_looked_at_while_a_browser_listens():
    live = LiveState()
    with live.looking_at(PAGE), live.looking_at("index.html"):
        with live.looking_at(PAGE):
            pass
        assert live.looked_at() == {PAGE, "index.html"}
    assert live.looked_at() == frozenset()


def test_a_browser_that_breaks_off_looks_no_more():
    live = LiveState()
    with pytest.raises(ConnectionError), live.looking_at(PAGE):
        raise ConnectionError
    assert live.looked_at() == frozenset()


def test_what_is_shown_early_is_a_version_of_its_own_with_the_problems_of_the_last():
    live = LiveState()
    before = live.state
    files = LiveFiles({PAGE: b"new"}, {PAGE: "digest"}, Path(), lambda _path: b"")
    live.show_early(files)
    assert (live.state.files, live.state.digests) == (files, {PAGE: "digest"})
    assert live.state.version != before.version
    assert (live.state.found, live.state.problems) == (before.found, before.problems)
