"""How the archive of `corpus` is written down for each program: pure functions to files, by path.

What a program has no place for is put where its users would put it: the annotations into the front matter, the speakers
into a data file. `url` means something else to the peers, so there it is `source_url`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.corpus import SECTIONS, Article, Claim, Counterpoint, Source, Speaker
from generator.formats.settings import read_settings
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.model import Registry
from generator.outputs.stylesheets import plan_stylesheets
from generator.rendering.templates import Templates

Files = Mapping[str, str]
"""Texts by path, from the site's folder."""

SAME_OUTPUTS = ("home", "articles", "verdicts", "speakers", "feeds", "sitemap")
"""The outputs that the peers' templates build, too."""

_PEERS = Path(__file__).parent / "peers"


@dataclass(frozen=True, slots=True)
class Layout:
    """`of_site` gives what there is once, for these speakers; `of_article` what there is for an article; `address` the
    path under which a server shows it."""

    of_site: Callable[[Sequence[Speaker]], Files]
    of_article: Callable[[Article], Files]
    address: Callable[[Article], str]


# ── Counterpoint ─────────────────────────────────────────────────────────────────────────────────────────────────


def counterpoint(outputs: Sequence[str] = (), *, annotated: bool = True) -> Layout:
    """A site of these outputs, or of all."""
    chosen = f"outputs: [{', '.join(outputs)}]\n" if outputs else ""
    settings = f"title: Archive\nurl: https://archive.example.org/\n{chosen}"

    def of_site(speakers: Sequence[Speaker]) -> Files:
        entries = (f"{s.id}:\n  name: {_quoted(s.name)}\n  role: {s.role}\n" for s in speakers)
        return {"site.yaml": settings} | ({"content/speakers.yaml": "".join(entries)} if annotated else {})

    def of_article(article: Article) -> Files:
        stem = f"content/articles/{article.year}/{article.slug}"
        front = [*_front(article), f"section: {article.section}", f"url: {article.url}", _listed("tags", article.tags)]
        text = {f"{stem}.md": _page(front, article.body)}
        return text | {f"{stem}.yaml": "".join(_sidecar(article))} if annotated else text

    return Layout(of_site, of_article, lambda article: f"/articles/{article.year}/{article.slug}.html")


def _sidecar(article: Article) -> Iterator[str]:
    yield "claims:\n"
    for claim in article.claims:
        yield f"  {claim.id}:\n    verdict: {claim.verdict}\n    speaker: {claim.speaker}\n"
        yield f"    quote: {_quoted(claim.quote)}\n    note: |\n      {claim.note}\n"
        if claim.counterpoints:
            yield "    counterpoints:\n"
        for counterpoint in claim.counterpoints:
            yield f"      {counterpoint.id}:\n        speaker: editors\n"
            yield f"        statement: {_quoted(counterpoint.statement)}\n"
            yield from _note_and_sources(counterpoint, "        ")


# ── the peers ────────────────────────────────────────────────────────────────────────────────────────────────────


def hugo(*, annotated: bool = True) -> Layout:
    def of_site(speakers: Sequence[Speaker]) -> Files:
        sections = {f"content/{name}/_index.md": f"---\ntitle: {name.title()}\n---\n" for name in SECTIONS}
        return templates("hugo") | sections | {"data/speakers.json": _by_id(speakers)}

    def of_article(article: Article) -> Files:
        month = article.date[:7]
        front = [*_peers_front(article), _listed("tags", article.tags), f"months: [{month}]"]
        front += [f"years: ['{article.year}']"]
        if annotated:
            front += _hugo_terms(article)
        return {f"content/{article.section}/{article.slug}.md": _page(front, article.body)}

    return Layout(of_site, of_article, _by_section)


def hugo_same() -> Layout:
    """For Hugo, with layouts that write Counterpoint's pages, its style sheet and its script."""

    def of_site(speakers: Sequence[Speaker]) -> Files:
        lists = {
            "content/articles/_index.md": _titled("Articles", "url: /articles/"),
            "content/speakers/_index.md": _titled("Speakers", "url: /speakers/", _TERMS_WITH_FEEDS),
            "content/verdicts/_index.md": _titled("Verdicts", "url: /verdicts/", "build: {render: never}"),
        }
        terms = {f"content/speakers/{s.id}/_index.md": _titled(s.name) for s in speakers}
        return templates("hugo-same") | _of_counterpoint() | lists | terms | {"data/speakers.json": _by_id(speakers)}

    def of_article(article: Article) -> Files:
        front = [
            *_peers_front(article),
            f"section: {article.section}",
            _listed("tags", article.tags),
            *_hugo_terms(article),
        ]
        return {f"content/articles/{article.year}/{article.slug}.md": _page(front, article.body)}

    return Layout(of_site, of_article, lambda article: f"/articles/{article.year}/{article.slug}.html")


def _titled(title: str, *more: str) -> str:
    return _page([f"title: {_quoted(title)}", *more], "")


_TERMS_WITH_FEEDS = "cascade:\n  - outputs: [html, atom]\n    target: {kind: term}"


def _hugo_terms(article: Article) -> list[str]:
    """The lists in which an article stands, and its annotations."""
    rated = _each(_quoted(claim.verdict) for claim in article.claims)
    speaking = _each(claim.speaker for claim in article.claims)
    return [_listed("speakers", speaking), _listed("verdicts", rated), _annotations(article)]


@cache
def _of_counterpoint() -> dict[str, str]:
    """What Counterpoint's own pages are made with: its style sheets, its script and its icon, and its verdicts."""
    settings, _, _ = read_settings(b"title: Archive\n")
    assert settings, "a title is enough"
    templates = Templates({})
    nothing = Linker(symbols_of([], Registry({}, {}), settings), settings).articles
    made = {page.path: templates.render(page) for page in plan_stylesheets(nothing)}
    assets = {f"static/{path}": data.decode() for path, data in made.items() if isinstance(data, bytes)}
    assert len(assets) == len(made), "the default templates have no mistake"
    verdicts = [
        {"key": v.key, "label": v.label, "word": v.label.lower(), "sign": v.mark, "definition": v.definition}
        for v in settings.verdicts
    ]
    terms = {f"content/verdicts/{v.key}/_index.md": _titled(v.label) for v in settings.verdicts}
    return assets | terms | {"data/verdicts.json": json.dumps(verdicts, ensure_ascii=False)}


def eleventy(*, annotated: bool = True) -> Layout:
    def of_site(speakers: Sequence[Speaker]) -> Files:
        without = () if annotated else ("speakers.njk", "verdicts.njk")
        chosen = {path: text for path, text in templates("eleventy").items() if path not in without}
        return chosen | {"_data/speakers.json": _by_id(speakers), "_data/sections.json": json.dumps(SECTIONS)}

    def of_article(article: Article) -> Files:
        front = [*_peers_front(article), f"section: {article.section}", _listed("topics", article.tags)]
        front += [_annotations(article)] if annotated else []
        return {f"articles/{article.section}/{article.slug}.md": _page(front, article.body)}

    return Layout(of_site, of_article, _by_section)


def pelican() -> Layout:
    """Its metadata are lines of text: it has no place for annotations."""

    def of_article(article: Article) -> Files:
        lines = {"Title": article.title, "Date": article.date, "Slug": article.slug, "Publisher": article.publisher}
        lines |= {"Source_url": article.url, "Tags": ", ".join(article.tags)}
        text = "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"\n{article.body}"
        return {f"content/{article.section}/{article.slug}.md": text}

    return Layout(lambda speakers: templates("pelican"), of_article, _by_section)


def templates(peer: str) -> dict[str, str]:
    """What the peer is given beside the texts: its templates and settings."""
    folder = _PEERS / peer
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _by_section(article: Article) -> str:
    return f"/{article.section}/{article.slug}/"


def _by_id(speakers: Sequence[Speaker]) -> str:
    return json.dumps({s.id: {"name": s.name, "role": s.role} for s in speakers}, ensure_ascii=False)


def _peers_front(article: Article) -> list[str]:
    return [*_front(article), f"source_url: {article.url}"]


def _annotations(article: Article) -> str:
    return "annotations:\n" + "".join(line for claim in article.claims for line in _claim(claim)).rstrip("\n")


def _claim(claim: Claim) -> Iterator[str]:
    """The verdict is quoted: a bare `false` is no text to the peers, and its list stays empty."""
    yield f"  - id: {claim.id}\n    speaker: {claim.speaker}\n    verdict: {_quoted(claim.verdict)}\n"
    yield f"    quote: {_quoted(claim.quote)}\n    note: |\n      {claim.note}\n"
    if claim.counterpoints:
        yield "    counterpoints:\n"
    for counterpoint in claim.counterpoints:
        yield f"      - id: {counterpoint.id}\n        statement: {_quoted(counterpoint.statement)}\n"
        yield from _note_and_sources(counterpoint, "        ")


# ── what several have ────────────────────────────────────────────────────────────────────────────────────────────


def _front(article: Article) -> list[str]:
    return [f"title: {_quoted(article.title)}", f"date: {article.date}", f"publisher: {article.publisher}"]


def _page(front: Sequence[str], body: str) -> str:
    return "\n".join(["---", *front, "---", "", body])


def _note_and_sources(counterpoint: Counterpoint, indent: str) -> Iterator[str]:
    yield f"{indent}note: |\n{indent}  {counterpoint.note}\n{indent}sources:\n"
    yield from (_source(source, indent) for source in counterpoint.sources)


def _source(source: Source, indent: str) -> str:
    return (
        f"{indent}  - title: {_quoted(source.title)}\n{indent}    url: {source.url}\n{indent}    date: {source.date}\n"
    )


def _listed(key: str, values: Sequence[str]) -> str:
    return f"{key}: [{', '.join(values)}]"


def _each(values: Iterator[str]) -> list[str]:
    return sorted(set(values))


def _quoted(text: str) -> str:
    """In YAML's double quotation marks, which are JSON's."""
    return json.dumps(text, ensure_ascii=False)
