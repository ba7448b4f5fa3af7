"""The desk in Firefox: a claim by mouse, one by keys, shown, saved and taken back, without an error."""

from __future__ import annotations

from tests.browser.conftest import Firefox
from tests.browser.desk_editor import DeskSite, git
from tests.serving import wait_until


def test_two_claims_in_firefox(desk_site: DeskSite, firefox: Firefox):
    target = f"/articles/{desk_site.article()}.html"
    wait_until(lambda: desk_site.serving.get(target)[0].status == 200)
    job = {"url": desk_site.serving.address + target, "words": "only clichés and fakes"}
    told = firefox("desk_firefox.mjs", job)
    first = ["only clichés and fakes"]
    assert told["errors"] == []
    assert [len(step) for step in told["steps"]][2:] == [1, 0]
    assert told["steps"][0] == told["steps"][2] == first
    assert set(first) < set(told["steps"][1])
    assert git(desk_site.root, "status", "--porcelain") == "", "all was taken back"
