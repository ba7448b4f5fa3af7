"""Search, driven in a browser: it finds what a scan of all records finds, over http, under a sub-path and from disk."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from generator.pipeline.build import build_site
from generator.search import segments
from generator.search.words import is_prefix, query_terms
from tests.browser.conftest import Firefox
from tests.browser.server import Server
from tests.browser.visiting import eventually
from tests.search.reading import call, facets_in, shown_in, words_in
from tests.search.texts import ARTICLES, QUERIES, write_site
from tests.search.word_table import by_program, table, terms_in_script

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIND = """async ([words, picks]) => {
    const form = document.getElementById("search_");
    for (const field of form.querySelectorAll("select, input")) field.value = picks[field.name] ?? "";
    form.q.value = words;
    form.requestSubmit();
    const wait = () => new Promise((resolve) => setTimeout(resolve, 5));
    const more = document.getElementById("more_"), older = document.getElementById("older_");
    const status = document.getElementById("status_");
    status.textContent = "";
    while (!status.textContent) await wait();
    for (const button of [more, older]) while (!button.hidden) {
        const before = document.querySelectorAll("#results_ > li").length;
        button.click();
        for (let n = 0; n < 200 && document.querySelectorAll("#results_ > li").length === before; n++) await wait();
    }
    const links = [...document.querySelectorAll("#results_ .row-said a")].map((link) => link.getAttribute("href"));
    return [links, status.textContent];
}"""
COUNTS = """name => Object.fromEntries([...document.querySelector(`select[name=${name}]`).options].slice(1)
    .map((option) => [option.value, +option.label.match(/\\((\\d+)\\)$/)[1]]))"""


def write_output(root: Path, output: Path) -> None:
    built = build_site(root)
    assert built.files is not None, built.diagnostics
    assert [d for d in built.diagnostics if d.severity == "error"] == []
    for path, data in built.files.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data if isinstance(data, bytes) else data.read_bytes())


class Index:
    """All records of an output, in the order of results, as the files have them."""

    def __init__(self, output: Path) -> None:
        self.terms: list[dict[str, int]] = []
        self.addresses: list[str] = []
        self.choices: list[set[tuple[str, str]]] = []
        _, (index,) = call((output / "search" / "index.js").read_bytes())
        self.segments = [id for id, *_ in index["segments"]]
        self.facets = {name: {value: n for value, _, n in choices} for name, choices in index["facets"]}
        for segment in self.segments:
            files = {path.name: path.read_bytes() for path in (output / "search" / segment).iterdir()}
            shown, words, facets = shown_in(files), words_in(files), facets_in(files)
            for n, (address, *_) in enumerate(shown):
                self.addresses.append(address)
                self.terms.append({term: of[n] for term, of in words.items() if n in of})
                self.choices.append({choice for choice, of in facets.items() if n in of})

    def found(self, query: str, picks: dict[str, str]) -> set[str]:
        """What a scan of all records finds."""
        wanted = query_terms(query)
        counts = [
            sum(
                any(one == term or (is_prefix(term, term is wanted[-1]) and one.startswith(term)) for one in terms)
                for term in wanted
            )
            for terms in self.terms
        ]
        most = max(counts, default=0)
        having = [n for n, count in enumerate(counts) if count == most and (count or not wanted)]
        return {self.addresses[n] for n in having if self.choices[n] >= set(picks.items())}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive, cut into a segment for each year."""
    folder = tmp_path_factory.mktemp("search")
    write_site(folder / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "MOST_TOGETHER", 5)
        write_output(folder / "site", folder / "output")
    return folder / "output"


@pytest.fixture(scope="module")
def index(output: Path) -> Index:
    return Index(output)


@pytest.fixture
def page(browser: Browser, output: Path, server: Server) -> Iterator[Page]:
    server.mount("/some/archive/", output)
    with browser.new_context() as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{server.origin}/some/archive/search.html")
        page.wait_for_selector("select[name=year] option:nth-child(2)", state="attached")
        yield page
        assert wrong == []


def found(page: Page, query: str, **picks: str) -> tuple[list[str], str]:
    links, status = page.evaluate(FIND, [query, picks])
    return links, status


def test_there_is_a_segment_for_each_year(index: Index):
    assert index.segments == sorted({year for _, year, *_ in ARTICLES.values()}, reverse=True)
    assert len(index.addresses) == 2 * len(ARTICLES) + len(ARTICLES) // 2


def test_forty_queries_with_known_answers(page: Page):
    assert len(QUERIES) == 40
    missed = {}
    for query, name in QUERIES.items():
        links, status = found(page, query)
        first = f"{ARTICLES[name][1]}/{name}"
        if not links or first not in links[0] or "all of these words" in status:
            missed[query] = (links, status)
    assert missed == {}


def test_the_page_finds_what_a_scan_of_all_records_finds(page: Page, index: Index):
    chance = random.Random(16)
    words = [word for _, _, title, text in ARTICLES.values() for word in f"{title} {text}".split()] + list(QUERIES)
    pickable = [(name, value) for name, values in index.facets.items() for value in values]
    for _ in range(120):
        query = " ".join(chance.choices(words, k=chance.choice([0, 1, 1, 2, 3])))
        query = query[: chance.choice([1, 2, 3, 99])]
        picks = dict(chance.choices(pickable, k=chance.choice([0, 0, 1, 2])))
        if not query_terms(query) and not picks:
            continue
        links, status = found(page, query, **picks)
        expected = index.found(query, picks)
        assert set(links) == expected, (query, picks)
        assert len(links) == len(expected)
        assert (f"Results: {len(links)}" if links else "Nothing found") in status


def test_counts_beside_values_are_those_of_the_archive_and_of_the_query(page: Page, index: Index):
    names = [name for name in index.facets if name in ("kind", "verdict", "year", "tag", "language", "answers")]
    assert len(names) == 6
    for name in names:
        counts = {value: n for value, n in page.evaluate(COUNTS, name).items() if n}
        assert counts == index.facets[name]
        assert sum(counts.values()) == sum(any(facet == name for facet, _ in of) for of in index.choices)
    found(page, "tag", kind="article")
    assert eventually(page, "document.querySelector('select[name=year]').options[1].label.includes('(2)')")
    assert page.evaluate(COUNTS, "kind") == {"article": 16, "claim": 0, "counterpoint": 0}


def test_another_year_can_be_picked_though_nothing_is_known_of_it(page: Page):
    found(page, "", kind="article", year="2022")
    labels = page.locator("select[name=year] option").evaluate_all("all => all.map((one) => [one.label, one.disabled])")
    assert ["\u20682022\u2069 (2)", False] in labels
    assert ["\u20682014\u2069", False] in labels
    found(page, "", kind="article", year="2014")
    assert page.locator("#status_").inner_text() == "Results: 1"


def test_what_is_asked_is_in_the_address_and_goes_back(page: Page, server: Server):
    page.locator("#query_").fill("closed")
    page.locator("#query_").press("Enter")
    page.wait_for_selector("#results_ li")
    assert page.url.endswith("search.html?q=closed")
    assert page.evaluate("document.activeElement.id") == "query_"
    page.locator("#narrow_ summary").click()
    page.select_option("select[name=kind]", "claim")
    assert eventually(page, "document.querySelectorAll('#results_ li').length === 1")
    assert page.url.endswith("search.html?q=closed&kind=claim")
    page.go_back()
    assert eventually(page, "document.querySelectorAll('#results_ li').length > 1")
    assert page.locator("select[name=kind]").input_value() == ""
    page.goto(f"{server.origin}/some/archive/search.html?verdict=false&nothing=known&year=1999")
    page.wait_for_selector("#results_ li")
    assert page.locator("#narrow_").get_attribute("open") is not None
    assert page.locator("#status_").inner_text() == "Results: 6"


def test_what_is_picked_on_the_list_of_claims_is_picked_in_the_search(page: Page, server: Server):
    page.goto(f"{server.origin}/some/archive/claims/index.html")
    page.locator(".sieve > summary").click()
    page.select_option("select[name=answers]", "open")
    page.locator(".sieve button").click()
    page.wait_for_url(f"{server.origin}/some/archive/search.html?kind=claim&answers=open")
    page.locator("#results_ .row").first.wait_for()
    assert page.locator("select[name=answers]").input_value() == "open"
    page.go_back()
    page.locator(".sieve > summary").click()
    assert page.locator("select[name=verdict]").is_enabled()


def test_keys_alone_ask_narrow_and_open(page: Page):
    page.locator("#query_").focus()
    page.keyboard.type("closed")
    for key in ("Tab", "Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert eventually(page, "document.querySelectorAll('#results_ li').length === 1")
    visited = []
    for _ in range(20):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.name || document.activeElement.className"))
        if page.evaluate("document.activeElement.matches('#results_ a')"):
            break
    assert visited[:3] == ["verdict", "answers", "year"]
    assert visited[-2] == "reset", "nothing stands between the menus and the first result"
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/2012/bridge/first.html")


def test_the_browser_makes_the_terms_of_the_table(browser: Browser):
    texts = list(table())
    with browser.new_context() as context:
        found = context.new_page().evaluate(f"{terms_in_script()}; terms({json.dumps(texts)})")
    assert found == [by_program(text) for text in texts]


def test_in_firefox(firefox: Firefox, output: Path, index: Index, server: Server):
    url = server.mount("/some/archive/", output) + "search.html"
    picks: list[dict[str, str]] = [{}, {"verdict": "false"}, {"kind": "claim", "year": "2022"}]
    asked = [("", picks[1]), ("", picks[2]), ("tag", {"kind": "article"}), ("xylophone", {})]
    asked += [(query, picks[n % 2]) for n, query in enumerate(QUERIES)]
    typed = {"query": "cracks", "results": len(index.found("cracks", {}))}
    words = terms_in_script(), list(table())
    told = firefox(
        "search_firefox.mjs",
        {"url": url, "disk": f"{output.as_uri()}/search.html", "find": FIND, "queries": asked, "typed": typed,
         "words": words},
    )  # fmt: skip
    assert told["errors"] == []
    assert [sorted(links) for links, _ in told["found"]] == [sorted(index.found(*one)) for one in asked]
    assert told["onDisk"] == told["found"][:5]
    assert told["typed"]["href"] == f"{url}?q=cracks"
    assert told["typed"]["led"].startswith(url.replace("search.html", told["typed"]["link"]))
    assert told["back"] == "cracks"
    assert told["terms"] == [by_program(text) for text in words[1]]


def test_more_results_are_shown_once_however_often_they_are_asked_for(page: Page):
    page.goto(f"{page.url}?kind=article")
    page.locator("#more_").wait_for()
    page.evaluate("for (let n = 0; n < 3; n++) document.getElementById('more_').click()")
    assert eventually(page, "document.activeElement.matches('#results_ li:nth-child(11) a')")
    links = page.locator("#results_ .row-said a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(links) == len(set(links)) == 16
    assert not page.locator("#more_").is_visible()


def test_every_result_leads_somewhere(page: Page, output: Path):
    links, _ = found(page, "", kind="counterpoint")
    links += found(page, "", kind="claim")[0] + found(page, "", kind="article")[0]
    for link in links:
        path, _, anchor = link.partition("#")
        assert not anchor or f'id="{anchor}"' in (output / path).read_text(encoding="utf-8"), link
        assert (output / path).is_file(), link


def test_nothing_found_leaves_the_lists(page: Page):
    links, status = found(page, "xylophone")
    assert links == []
    assert status.startswith("Nothing found.")
    assert page.locator("#lists_").is_visible()


def test_some_of_the_words_are_better_than_nothing_and_said_so(page: Page):
    links, status = found(page, "bridge closed xylophone")
    assert "2012/bridge" in links[0]
    assert "all of these words" in status


def test_from_disk(browser: Browser, output: Path):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{output.as_uri()}/search.html?q={quote('火车站')}")
        page.wait_for_selector("#results_ li")
        assert "2015/station" in str(page.locator("#results_ a").first.get_attribute("href"))
        page.locator("#query_").fill("cracks")
        page.locator("#query_").press("Enter")
        assert eventually(page, "document.querySelector('#results_ a')?.href.includes('bridge')")
        page.locator("#results_ a").first.click()
        page.wait_for_url("**/bridge*")


def test_a_part_that_is_missing_is_told(browser: Browser, output: Path, tmp_path: Path, server: Server):
    shutil.copytree(output, tmp_path / "broken")
    shutil.rmtree(tmp_path / "broken" / "search" / "2013")
    server.mount("/broken/", tmp_path / "broken")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.origin}/broken/search.html")
        page.wait_for_selector("select[name=year] option:nth-child(2)", state="attached")
        links, status = found(page, "bridge library")
        assert links
        assert "did not load" in status
    (tmp_path / "broken" / "search" / "index.js").unlink()
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.origin}/broken/search.html")
        assert eventually(page, "document.getElementById('status_').textContent.includes('did not load')")


def test_without_a_script_there_are_the_lists(browser: Browser, output: Path):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{output.as_uri()}/search.html")
        assert not page.locator("#search_").is_visible()
        assert page.get_by_text("Search needs JavaScript").is_visible()
        links = [link.get_attribute("href") for link in page.locator("#lists_ a").all()]
        assert {"articles/index.html", "claims/index.html", "speakers/index.html", "verdicts/false.html"} <= set(links)
        assert all((output / str(link)).is_file() for link in links)


HOSTILE = ("</script><img src=x onerror=alert(1)>", "__proto__ constructor", "&lt;b&gt; &amp;", '"quoted" \\ back')


def test_hostile_texts_stay_texts(browser: Browser, tmp_path: Path):
    for n, text in enumerate(HOSTILE):
        path = tmp_path / "site" / "content" / "articles" / "2015" / f"a{n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = text.replace("\\", "\\\\").replace('"', '\\"')
        path.write_text(
            f'---\ntitle: "{title}"\ndate: 2015-12-23\ntags: ["{title}"]\n---\n\nWords.\n', encoding="utf-8"
        )
    (tmp_path / "site" / "site.yaml").write_text("title: Hostile\n", encoding="utf-8")
    write_output(tmp_path / "site", tmp_path / "output")
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.on("console", lambda message: asked.append(message.text) if message.type == "error" else None)
        page.goto(f"{(tmp_path / 'output').as_uri()}/search.html?kind=article")
        assert eventually(page, "document.querySelectorAll('#results_ li').length === 4")
        shown = {" ".join(one.split()) for one in page.locator("#results_ .row-said").all_inner_texts()}
        assert shown == {" ".join(text.split()) for text in HOSTILE}
        assert page.locator("#results_ img").count() == 0
        links, _ = found(page, "proto")
        assert links == ["articles/2015/a1.html"]
        assert asked == []
