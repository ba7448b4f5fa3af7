"""How long it takes from saving an article until a real browser shows it, with a program's own server."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.corpus import Article, edited_words, with_body_edited
from benchmarks.measuring import FailedError, Run
from benchmarks.programs import MissingError, Site, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LOOPBACK = "127.0.0.1"
_FIRST_BUILD = 1800
"""Seconds that a server has to show its first page."""
_ON_SCREEN = 120
_REST = 1.0
"""Seconds between what is shown and the next save: a person takes longer."""

_REPORT = """
(() => {
  let shown = "";
  const look = () => {
    const found = /WORDS/.exec(document.body?.textContent ?? "");
    if (found && found[1] !== shown) {
      shown = found[1];
      setTimeout(() => console.log(`edition ${shown} ${Date.now()}`));  // once this frame is painted
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
""".replace("WORDS", edited_words(0).replace("0", r"(\d+)"))


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page that says on its console which edition it shows, and since when. Raises MissingError without a browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise MissingError("pip install '.[bench]' has Playwright") from error
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if not path:
        raise MissingError("Chromium or Chrome isn't here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(_REPORT)
        yield page
        browser.close()


def saves_until_shown(site: Site, article: Article, saves: int, page: Page) -> list[Run]:
    """So many saves of an article that the page shows; one before them isn't counted. Raises FailedError."""
    with _server(site, site.layout.address(article)) as address:
        page.goto(address)
        runs = [_save(site, article, edition, page) for edition in range(1, saves + 2)]
        page.goto("about:blank")
    write(site.folder, site.layout.of_article(article))
    return runs[1:]


def _save(site: Site, article: Article, edition: int, page: Page) -> Run:
    from playwright.sync_api import Error

    page.wait_for_timeout(_REST * 1000)
    files = site.layout.of_article(with_body_edited(article, edition))
    changed = {path: text for path, text in files.items() if edited_words(edition) in text}
    assert changed, "an edit is written somewhere"
    begins = f"edition {edition} "
    try:
        with page.expect_console_message(lambda said: said.text.startswith(begins), timeout=_ON_SCREEN * 1000) as shown:
            saved = time.time()
            write(site.folder, changed)
    except Error as error:
        raise FailedError(f"edition {edition} didn't come on the screen") from error
    return Run(int(shown.value.text.removeprefix(begins)) / 1000 - saved)


@contextmanager
def _server(site: Site, path: str) -> Iterator[str]:
    """The site's server for as long as the context lasts, once it shows the page at `path`: its address."""
    assert site.program.serve, "the program has a server"
    port = _free_port()
    process = subprocess.Popen(
        site.program.serve(site.folder, port), cwd=site.runs_in, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://{_LOOPBACK}:{port}{path}"
        _wait_for(address, process)
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.create_server((_LOOPBACK, 0)) as taken:
        return int(taken.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _FIRST_BUILD
    while not _is_shown(address):
        if server.poll() is not None or time.monotonic() > until:
            raise FailedError("the server shows nothing")
        time.sleep(0.25)


def _is_shown(address: str) -> bool:
    try:
        with urlopen(address, timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:  # it doesn't listen yet, or has no pages yet
        return False
