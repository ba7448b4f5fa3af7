"""The desk in Firefox: a claim by mouse, one by keys, shown, saved and taken back, without an error."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.browser.conftest import MODULES, without
from tests.browser.desk_editor import DeskSite, git
from tests.serving import wait_until

FIREFOXES = ("firefox-esr", "firefox")


def test_two_claims_in_firefox(desk_site: DeskSite):
    executable = next((found for name in FIREFOXES if (found := shutil.which(name))), "")
    if not executable:
        without("Firefox", "install Debian's firefox-esr (sudo apt install firefox-esr), or Firefox")
    node = shutil.which("node")
    if not node:
        without("Node.js", "Firefox is driven by it (sudo apt install npm)")
    if not (MODULES / "puppeteer-core").exists():
        without("puppeteer-core", "npm ci --ignore-scripts --prefix tests/browser")
    target = f"/articles/{desk_site.article()}.html"
    wait_until(lambda: desk_site.serving.get(target)[0].status == 200)
    job = {"executable": executable, "url": desk_site.serving.address + target, "words": "only clichés and fakes"}
    command = [node, str(Path(__file__).parent / "desk_firefox.mjs")]
    done = subprocess.run(
        command, input=json.dumps(job), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    first = ["only clichés and fakes"]
    assert told["errors"] == []
    assert [len(step) for step in told["steps"]][2:] == [1, 0]
    assert told["steps"][0] == told["steps"][2] == first
    assert set(first) < set(told["steps"][1])
    assert git(desk_site.root, "status", "--porcelain") == "", "all was taken back"
