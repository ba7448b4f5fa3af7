"""What the tests in a browser share: the browser, the sites, a server on loopback, and what no page may ever do.

Without the browser, Java or the packages of npm the tests that need them are skipped with a word; where `CI` is set
that is a failure, so that nothing goes unchecked there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.browser.desk_editor import MARKDOWN, DeskSite, Editor, editor_in
from tests.browser.server import Server
from tests.browser.sites import SITES, Site
from tests.browser.visiting import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOXES = ("firefox-esr", "firefox")
ARGUMENTS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-gpu",
)  # fmt: skip
MODULES = Path(__file__).parent / "node_modules"
AtDesk = Callable[..., Editor]
Firefox = Callable[[str, Mapping[str, object]], Any]


def without(what: str, how: str) -> NoReturn:
    """Ends a test that lacks something: skipped on a person's machine, failed in CI."""
    words = f"{what} is missing: {how}"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        without("Playwright", "pip install '.[browser]'")
    path = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not path:
        without("a browser", "sudo apt install chromium-headless-shell, or chromium, or Chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def firefox() -> Firefox:
    """`firefox(script, job)`: what a script beside the tests, in which Node drives Firefox, tells of the job."""
    executable = next((found for name in FIREFOXES if (found := shutil.which(name))), "")
    if not executable:
        without("Firefox", "install Debian's firefox-esr (sudo apt install firefox-esr), or Firefox")
    node = shutil.which("node")
    if not node:
        without("Node.js", "Firefox is driven by it (sudo apt install npm)")
    if not (MODULES / "puppeteer-core").exists():
        without("puppeteer-core", "npm ci --ignore-scripts --prefix tests/browser")

    def drive(script: str, job: Mapping[str, object]) -> Any:
        given = json.dumps({"executable": executable, **job})
        command = [node, str(Path(__file__).parent / script)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return drive


class Built:
    """The sites of `sites.SITES`, each built when it is first asked for."""

    def __init__(self, folder: Path, server: Server) -> None:
        self._folder = folder
        self._server = server
        self._made: dict[str, Site | Exception] = {}

    def __getitem__(self, name: str) -> Site:
        if name not in self._made:
            self._made[name] = self._build(name)
        made = self._made[name]
        if isinstance(made, Exception):
            raise made
        return made

    def _build(self, name: str) -> Site | Exception:
        folder = self._folder / name
        url = self._server.mount(f"/{name}/", folder / "output")
        try:
            return SITES[name](folder, url)
        except Exception as error:  # noqa: BLE001 - a build that fails fails each test that needs it, and runs once
            return error


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Built:
    return Built(tmp_path_factory.mktemp("sites"), server)


@pytest.fixture
def visitor(browser: Browser, sites: Built, server: Server) -> Iterator[Visitor]:
    """Opens pages; at the end of the test it fails if one of them asked elsewhere, broke its policy or complained."""
    visitor = Visitor(browser, sites.__getitem__, server)
    yield visitor
    visitor.close()
    assert visitor.complaints == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    source = MODULES / "axe-core" / "axe.min.js"
    if not source.exists():
        without("axe-core", "npm ci --ignore-scripts --prefix tests/browser")
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def html_checker() -> list[str]:
    """The command of the Nu HTML checker; files to check follow."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        without("the Nu HTML checker", "npm ci --ignore-scripts --prefix tests/browser")
    java = shutil.which("java")
    if not java or subprocess.run([java, "-version"], capture_output=True, check=False).returncode:
        without("Java", "the Nu HTML checker needs it (sudo apt install default-jre-headless)")
    return [java, "-jar", str(jar)]


@pytest.fixture(scope="module")
def desk_settings() -> str:
    """The settings of the site that the tests of a file about the desk share."""
    return "title: Rivers\n"


@pytest.fixture(scope="module")
def desk_site(tmp_path_factory: pytest.TempPathFactory, desk_settings: str) -> Iterator[DeskSite]:
    with DeskSite(tmp_path_factory.mktemp("desk") / "site", desk_settings) as site:
        yield site


@pytest.fixture
def editor(browser: Browser, desk_site: DeskSite) -> Iterator[Editor]:
    """Somebody at the desk of an article without annotations, which no other test has."""
    editor = editor_in(browser, desk_site, desk_site.article())
    yield editor
    desk_site.cleans()
    editor.leaves()


@pytest.fixture
def at_desk(browser: Browser, desk_site: DeskSite) -> Iterator[AtDesk]:
    """`at_desk(markdown, sidecar)`: somebody at the desk of this article; more as options of the browser's context."""
    editors: list[Editor] = []

    def arrive(markdown: str = MARKDOWN, sidecar: str = "", **context: Any) -> Editor:
        editors.append(editor_in(browser, desk_site, desk_site.article(markdown, sidecar), **context))
        return editors[-1]

    yield arrive
    desk_site.cleans()
    for editor in editors:
        editor.leaves()
