"""Articles with sidecars, and archives of many articles, that could be made as large as one likes.

Each is aimed at one weakness of anchoring, linking, checking or planning. A size is a number of entries, if nothing
else is said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isqrt

from generator.compiling.article import compile_article, compile_page
from generator.formats.registry import read_registry
from generator.model import (
    ArticleFacts,
    ArticleSource,
    Body,
    Citation,
    LocalSpeaker,
    PageFacts,
    PageSource,
    Registry,
    Settings,
    Source,
    Speaker,
    SpeakerRef,
    TextBlocks,
)
from generator.outputs.article_pages import plan_article
from generator.pipeline.path_conflicts import Owners
from generator.rendering.templates import Templates
from generator.text import differences, nearest_name, nearest_passage, normalized, suggest_quote, whole_words
from generator.values import replace
from tests.archives import WholeArchive, dossiers, hubs, link
from tests.checking import check_archive
from tests.facts import REGISTRY, SETTINGS, SPEAKERS, answer, article, claim, note
from tests.growth import Construction
from tests.hostile_texts import shown, sidecar

FRONT = "---\ntitle: A title\ndate: 2015-12-23\n---\n\n"


# ── articles with a sidecar ──────────────────────────────────────────────────────────────────────────────────────


def source(text: str, annotations: str, name: str = "a", front: str = FRONT) -> ArticleSource:
    path = f"content/articles/{name}"
    return ArticleSource(name, f"{path}.md", (front + text).encode(), f"{path}.yaml", annotations.encode())


def compiled(given: ArticleSource) -> None:
    result = compile_article(given)
    shown(result.diagnostics)
    dict(result.locations)


def claims(quotes: Iterable[str], more: str = "") -> str:
    """A sidecar with a claim for each quote, given as YAML."""
    each = (f"  c{n}: {{speaker: outlet{more}, quote: {quote}}}\n" for n, quote in enumerate(quotes))
    return "claims:\n" + "".join(each)


def passages(quotes: Iterable[str]) -> str:
    """A sidecar with one claim that has all these passages, given as YAML."""
    return "claims:\n  c:\n    speaker: outlet\n    quote:\n" + "".join(f"      - {quote}\n" for quote in quotes)


def words(n: int) -> str:
    return " ".join(f"word{k}" for k in range(n))


def crossing(n: int) -> tuple[str, str]:
    """`n` claims of `n - 1` passages, of which each shares one with every other claim."""
    quotes = (
        "".join(f"      - word{min(k, m) * n + max(k, m)}\n" for m in range(n) if m != k)
        for k in range(n)
    )  # fmt: skip
    claims_of = (f"  c{k}:\n    speaker: outlet\n    quote:\n{lines}" for k, lines in enumerate(quotes))
    return words(n * n), "claims:\n" + "".join(claims_of)


ANCHORED: dict[str, tuple[Callable[[int], tuple[str, str]], int]] = {
    "side by side": (lambda n: (words(n), claims(f"word{k}" for k in range(n))), 200),
    "staggered, so that all overlap": (
        lambda n: (words(2 * n), claims(f"word{k} … word{k + n}" for k in range(n))),
        150,
    ),
    "the same words": (lambda n: (words(10), claims(["word3"] * n)), 200),
    "passages of one claim": (lambda n: (words(n), passages(f"word{k}" for k in range(n))), 700),
    "passages of one claim that are missing": (
        lambda n: (words(10), passages(f"nothing like it {k}" for k in range(n))),
        300,
    ),
    "passages of one claim inside words": (
        lambda n: (words(n), passages([*(f"word{k}" for k in range(n)), *(f"ord{k}" for k in range(n))])),
        250,
    ),
    "one word that is everywhere": (lambda n: ("this and that " * n, claims(["and"] * n)), 60),
    "a text with one word, many times": (lambda n: ("a " * n, claims(["a"])), 7_000),
    "one letter inside one word": (lambda n: ("a" * n, claims(["a"] * 20)), 4_000),
    "letters inside one word": (lambda n: ("ab" * n, claims(["ba"] * n)), 120),
    "a word beside a very long one": (lambda n: ("x " + "b" * n + " x", claims(["x"] * 20)), 2_000),
    "words beside very long ones": (lambda n: ("x " + "b" * (20 * n) + " x", claims(["x"] * n)), 150),
    "a word beside many signs": (lambda n: ("x " + "- " * n + " x", claims(["x"] * 20)), 2_000),
    "missing quotes": (lambda n: (words(500), claims(f"wrd{k} nowhere" for k in range(n))), 250),
    "missing quotes in a text that grows": (lambda n: (words(40 * n), claims(f"wrd{k} x" for k in range(n))), 80),
    "quotes that are found in a text that grows": (
        lambda n: (words(40 * n), claims(f"word{k}" for k in range(n))),
        80,
    ),
    "a long quote that is nearly right": (lambda n: ("a b a a b " * n, claims(["b a b b a " * n])), 40),
    "a long quote with one wrong word": (lambda n: (words(2 * n), claims([words(n) + " wrong"])), 800),
    "a long quote of other words": (lambda n: (words(2 * n), claims(["x" + words(n)[::-1]])), 120),
    "a long quote of one letter": (lambda n: ("ab" * n, claims(["a" * n])), 600),
    "quotes with ellipses": (lambda n: (words(n), claims(f"word{k} … word{k + 1} … x" for k in range(n))), 200),
    "a quote of ellipses": (lambda n: ("a … " * n, claims(["a" + " … b" * n])), 4_500),
    "a range of ellipses": (lambda n: ("a … " * n, claims(["a … b … "] * 20)), 1_500),
    "a prefix that nearly fits": (
        lambda n: ("the cat sat. " * n, claims(["{exact: cat, prefix: a}"] * 10)),
        300,
    ),
    "prefixes that nearly fit": (
        lambda n: ("the cat sat. " * n, claims(["{exact: cat, prefix: a}"] * n)),
        120,
    ),
    "long contexts": (
        lambda n: ("the cat sat. " * n, claims([f"{{exact: sat, prefix: '{'the cat sat. ' * (n // 2)}the cat'}}"] * 4)),
        500,
    ),
    "the wrong number of places": (lambda n: ("a b " * n, claims([f"{{exact: b, times: {n + 1}}}"] * 10)), 850),
    "ranges over many quotations": (
        lambda n: ('he said "a" and ' * n + "end", claims(["he said … end"] + ["{from: said, to: end}"] * n)),
        200,
    ),
    "different ranges over many quotations": (
        lambda n: (
            " ".join(f'word{k} "a"' for k in range(2 * n)),
            claims(f"word{k} … word{k + n}" for k in range(n)),
        ),
        300,
    ),
    "long ranges": (lambda n: (words(10 * n), claims([f"word0 … word{10 * n - 1}"] * 10)), 2_500),
    "ranges with an end that is everywhere": (
        lambda n: ("and " + words(n) + " and" * n, claims(["{from: word1, to: and}"] * n)),
        120,
    ),
    "quotes of the title": (lambda n: (words(n), claims(["{exact: title, in: title}"] * n)), 200),
    "quotes that stand in another part": (lambda n: (words(n), claims(["title"] * n)), 150),
    "a long title": (lambda n: (words(10), claims(["{exact: word3, in: title}"] * 20)), 65),
    "quotes in notes of Markdown": (
        lambda n: (words(n), claims((f"word{k}" for k in range(n)), ', note: "see [it](#p_1)"')),
        150,
    ),
    "a quote that is wrapped": (lambda n: ("字词" * n, claims(['"' + "字\\n词" * n + '"'])), 15_000),
    "a quote of marks": (lambda n: ("a" + "\u0301" * n, claims(["'a" + "\u0301" * n + "'"])), 25_000),
    "a quote inside marks": (lambda n: ("a" + "\u0301" * n, claims(["'a'"])), 40_000),
    "blocks under one passage": (lambda n: ("x\n\n" * n, claims(["'x … x'"])), 2_500),
    "emphasis under passages": (lambda n: ("*a* b " * n + "end", claims(["end"] * 5)), 2_500),
    "twelve lanes": (
        lambda n: (words(n + 12), claims(f"word{k} … word{k + 10}" for k in range(n))),
        150,
    ),
    "lanes of many passages": (lambda n: crossing(isqrt(n)), 600),
}


def nested_answers(n: int) -> str:
    """Answers below answers, as deep as YAML is read, as often as fits."""
    levels = 25
    deep = "".join(
        f"{'    ' * k}    counterpoints:\n{'    ' * k}      a{k}_NUMBER:\n"
        f"{'    ' * k}        speaker: outlet\n{'    ' * k}        statement: x\n"
        for k in range(levels)
    ).replace("_", "-")
    claim = f"  c-NUMBER:\n    speaker: outlet\n    statement: x\n{deep}"
    return "claims:\n" + "".join(claim.replace("NUMBER", str(k)) for k in range(n))


SIDECARS: dict[str, tuple[Callable[[int], str], int]] = {
    "nested answers": (nested_answers, 15),
    "claims": (lambda n: claims("x" for _ in range(n)), 550),
    "claims in one line": (
        lambda n: "claims: {" + ", ".join(f"c{k}: {{speaker: outlet, quote: x}}" for k in range(n)) + "}",
        500,
    ),
    "wrong claims in one line": (
        lambda n: "claims: {" + ", ".join(f"c{k}: {{speakr: outlet, quote: x}}" for k in range(n)) + "}",
        300,
    ),
    "wrong ids": (lambda n: "claims:\n" + "".join(f"  C {k}: {{speaker: outlet, quote: x}}\n" for k in range(n)), 400),
    "one id": (lambda n: "claims:\n" + "  c: {speaker: outlet, quote: x}\n" * n, 1_000),
    "one id in two groups": (
        lambda n: "".join(
            f"{group}:\n" + "".join(f"  c{k}: {{speaker: outlet, quote: x}}\n" for k in range(n))
            for group in ("claims", "notes")
        ),
        200,
    ),
    "missing keys": (lambda n: "claims:\n" + "".join(f"  c{k}: {{quote: x}}\n" for k in range(n)), 450),
    "unknown keys": (
        lambda n: "claims:\n  c:\n    quote: x\n    speaker: outlet\n" + "".join(f"    k{k}: x\n" for k in range(n)),
        500,
    ),
    "quotes in brackets": (lambda n: claims(["[" + ", ".join("x" for _ in range(n)) + "]"]), 3_000),
    "comments behind quotes": (lambda n: claims(("x # y" for _ in range(n)), "").replace("}", "\n  }"), 350),
    "comments before quotes": (
        lambda n: "claims:\n" + "".join(f"  c{k}:\n    speaker: outlet\n    quote: # x\n      y\n" for k in range(n)),
        350,
    ),
    "a comment before a quote, with spaces": (
        lambda n: f"claims:\n  c:\n    speaker: outlet\n    quote: # x{' ' * n}\n{' ' * n} y\n",
        120_000,
    ),
    "a date with spaces": (lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, said: '2{' ' * n}3'}}\n", 240_000),
    "a date of digits": (lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, said: '{'2' * n}'}}\n", 240_000),
    "a date with commas": (lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, said: '2{', ' * n}'}}\n", 120_000),
    "a reason of spaces": (
        lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, withdrawn: '2{' ' * n}3'}}\n",
        240_000,
    ),
    "a reference of number signs": (
        lambda n: f"counterpoints:\n  c: {{speaker: outlet, quote: x, to: '{'a#' * n}'}}\n",
        120_000,
    ),
    "an id of hyphens": (lambda n: f"claims:\n  c: {{speaker: '{'a-' * n}', quote: x}}\n", 100_000),
    "a source of hyphens": (
        lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, sources: ['{'a-' * n}']}}\n",
        120_000,
    ),
    "a source with spaces": (
        lambda n: f"claims:\n  c: {{speaker: outlet, quote: x, sources: ['a{' ' * n}b']}}\n",
        240_000,
    ),
    "references": (
        lambda n: f"counterpoints:\n  c: {{speaker: outlet, quote: x, to: [{', '.join(f'c{k}' for k in range(n))}]}}\n",
        5_000,
    ),
    "updates": (
        lambda n: (
            "claims:\n  c:\n    speaker: outlet\n    quote: x\n    updates:\n"
            + "".join(f"      {2000 + k % 20}-{k // 20 % 12 + 1:02}-{k // 240 % 28 + 1:02}: x\n" for k in range(n))
        ),
        3_000,
    ),
}


# ── archives ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Site:
    """Everything that linking, checking and planning read of a site. `sources` are its files as text, by path."""

    facts: tuple[ArticleFacts, ...]
    registry: Registry = REGISTRY
    settings: Settings = SETTINGS
    pages: tuple[PageFacts, ...] = ()
    locations: Mapping[str, object] = ()  # type: ignore[assignment]
    sources: Mapping[str, Sequence[str]] = ()  # type: ignore[assignment]

    def linked(self) -> WholeArchive:
        return link(self.facts, self.registry, self.settings, self.pages)


def read(articles: Iterable[ArticleSource], pages: Iterable[PageSource] = (), speakers: str = "") -> Site:
    """The site that consists of these sources."""
    path = "content/speakers.yaml"
    registry, _ = read_registry([(path, speakers.encode())] if speakers else [], ())
    texts = {path: speakers.split("\n")}
    facts, shown_pages, locations = [], [], {}
    for one in articles:
        result = compile_article(one)
        assert result.facts, result.diagnostics
        facts.append(result.facts)
        locations[one.id] = result.locations
        texts |= {one.path: one.text.decode().split("\n"), one.sidecar_path: (one.sidecar or b"").decode().split("\n")}
    for page in pages:
        of_page = compile_page(page)
        assert of_page.facts, of_page.diagnostics
        shown_pages.append(of_page.facts)
        locations[f"pages/{page.id}"] = of_page.locations
        texts[page.path] = page.text.decode().split("\n")
    return Site(tuple(facts), registry, SETTINGS, tuple(shown_pages), locations, texts)


def checked(site: Site) -> None:
    def line_of(path: str, line: int) -> str | None:
        lines = site.sources.get(path, ()) if site.sources else ()
        return lines[line - 1] if 0 < line <= len(lines) else None

    shown(
        check_archive(
            facts=site.facts,
            registry=site.registry,
            settings=site.settings,
            pages=site.pages,
            locations=site.locations or {},  # type: ignore[arg-type]
            line_of=line_of,
        )
    )


def planned(site: Site) -> None:
    """Links a site and plans all its pages; no path may have two owners."""
    archive = site.linked()
    owners = Owners(archive)
    for one in _pages(site, archive):
        owners.claim(one.path, one.owner)  # type: ignore[attr-defined]


def rendered(site: Site) -> None:
    templates = Templates({}, "en")
    for one in _pages(site, site.linked()):
        templates.render(one)  # type: ignore[arg-type]


def _pages(site: Site, archive: WholeArchive) -> Iterator[object]:
    yield from hubs(archive)
    bodies = {one.id: Body((TextBlocks("<p>words</p>\n"),), "A title", text="words " * 10) for one in site.facts}
    for one in dossiers(archive, bodies):
        yield from plan_article(one)


def chain(n: int) -> Site:
    """A claim, and `n` statements of which each answers the one before."""
    answers = (answer(f"b{k}", f"a#b{k - 1}" if k else "a#c", quote="", statement="x") for k in range(n))
    return Site((article("a", claim("c"), *answers),))


def circle(n: int) -> Site:
    answers = (answer(f"b{k}", f"a#b{(k + 1) % n}", quote="", statement="x") for k in range(n))
    return Site((article("a", *answers),))


def answers_to_all(n: int, answers: int = 6) -> Site:
    """`n` claims, and a few counter-points of which each answers all of them."""
    refs = [f"a#c{k}" for k in range(n)]
    all_claims = [claim(f"c{k}") for k in range(n)]
    return Site((article("a", *all_claims, *(answer(f"b{k}", *refs) for k in range(answers))),))


def answers_below_an_answer_to_all(n: int) -> Site:
    """`n` claims with one answer, to which there are `n` answers."""
    refs = [f"a#c{k}" for k in range(n)]
    below = (answer(f"d{k}", "a#b") for k in range(n))
    return Site((article("a", *(claim(f"c{k}") for k in range(n)), answer("b", *refs), *below),))


def repeats(n: int) -> Site:
    """A chain: each claim repeats the one before, in an article of its own."""
    first = claim("c", statement="We won", quote="")
    others = (article(f"r{k}", claim("c", repeats=f"r{k - 1}#c" if k else "a#c")) for k in range(n))
    return Site((article("a", first), *others))


def repeats_of_one(n: int) -> Site:
    others = (article(f"r{k}", claim("c", repeats="a#c")) for k in range(n))
    return Site((article("a", claim("c")), *others))


def wordings_of_one_claim(n: int) -> Site:
    """A claim that repeats another in `n` words that are nearly the same."""
    one = article("a", claim("c", quote="a b a a b " * n))
    return Site((one, article("b", claim("c", quote="b a b b a " * n, repeats="a#c"))))


def by_one_speaker(n: int) -> Site:
    articles = (article(f"a{k}", claim("c"), answer("b", f"a{k}#c", speaker="konashenkov")) for k in range(n))
    return Site(tuple(articles))


def citing_one_source(n: int) -> Site:
    cited = (Citation("report", "p. 1"),)
    registry = Registry(SPEAKERS, {"report": Source("report", title="The report")})
    return Site((article("a", *(claim(f"c{k}", sources=cited) for k in range(n))),), registry)


def citing_many_sources(n: int) -> Site:
    named = {f"s{k}": Source(f"s{k}", title="The report") for k in range(n)}
    cited = tuple(Citation(name) for name in named)
    return Site((article("a", claim("c", sources=cited)),), Registry(SPEAKERS, named))


def aliases_of_articles_and_claims(n: int) -> Site:
    """`n` aliases of an article, and `n` claims in it: each claim had as many addresses as the article."""
    return Site((article("a", *(claim(f"c{k}") for k in range(n)), aliases=tuple(f"old{k}" for k in range(n))),))


def page_aliases(n: int) -> Site:
    pages = tuple(
        PageFacts(f"p{k}", f"content/pages/p{k}.md", "A page", "<p>words</p>", aliases=(f"old{k}",)) for k in range(n)
    )
    return Site((article("a", claim("c")),), pages=pages)


def many_speakers(n: int) -> Site:
    registry = Registry({f"s{k}": Speaker(f"s{k}", f"Speaker {k}", organization="s0") for k in range(n)}, {})
    return Site((article("a", *(claim(f"c{k}", speaker=f"s{k}") for k in range(n))),), registry)


def many_via(n: int) -> Site:
    via = tuple(SpeakerRef(id=f"s{k}") for k in range(n))
    registry = Registry({f"s{k}": Speaker(f"s{k}", f"Speaker {k}") for k in range(n)}, {})
    return Site((article("a", claim("c", speaker="s0", via=via)),), registry)


def many_roles(n: int) -> Site:
    from generator.model import Role

    roles = tuple(Role(f"Role {k}", "", f"{1000 + k}", f"{1000 + k}") for k in range(n))
    registry = Registry({"s": Speaker("s", "A speaker", roles=roles)}, {})
    return Site((article("a", *(claim(f"c{k}", speaker="s") for k in range(n))),), registry)


def spelling(number: int) -> str:
    """One of a million spellings of a tag, which differ in the signs between its letters."""
    return f"{number:020b}".translate({ord("0"): "-", ord("1"): "."}).join("tag")


def slugs_that_clash(n: int) -> Site:
    """`n` spellings of one tag."""
    tags = tuple(spelling(k) for k in range(n))
    return Site((article("a", claim("c"), tags=tags),))


def speakers_in_each_sidecar(n: int) -> Site:
    entry = LocalSpeaker("new", Speaker("new", "A speaker"), "", "")
    return Site(tuple(article(f"a{k}", claim("c", speaker="new"), speakers=(entry,)) for k in range(n)))


PLANNED: dict[str, tuple[Callable[[int], Site], int]] = {
    "a chain of answers": (chain, 100),
    "a circle of answers": (circle, 300),
    "answers to all claims": (answers_to_all, 40),
    "answers below an answer to all claims": (answers_below_an_answer_to_all, 25),
    "answers to one claim": (
        lambda n: Site((article("a", claim("c"), *(answer(f"b{k}", "a#c") for k in range(n))),)),
        80,
    ),
    "a chain of repeats": (repeats, 40),
    "repeats of one claim": (repeats_of_one, 40),
    "two wordings of one claim": (wordings_of_one_claim, 50),
    "claims by one speaker": (by_one_speaker, 40),
    "claims that cite one source": (citing_one_source, 60),
    "a claim that cites many sources": (citing_many_sources, 300),
    "aliases of an article and its claims": (aliases_of_articles_and_claims, 160),
    "aliases of an article": (lambda n: Site((article("a", aliases=tuple(f"old{k}" for k in range(n))),)), 600),
    "aliases of claims": (
        lambda n: Site((article("a", *(claim(f"c{k}", aliases=(f"old{k}",)) for k in range(n))),)),
        60,
    ),
    "aliases of pages": (page_aliases, 250),
    "speakers": (many_speakers, 40),
    "voices through which a claim is known": (many_via, 100),
    "roles of a speaker": (many_roles, 60),
    "tags": (lambda n: Site((article("a", claim("c"), tags=tuple(f"tag{k}" for k in range(n))),)), 250),
    "spellings of one tag": (slugs_that_clash, 1_500),
    "tags of claims": (lambda n: Site((article("a", *(claim(f"c{k}", tags=(f"t{k}",)) for k in range(n))),)), 55),
    "articles on one day": (lambda n: Site(tuple(article(f"a{k}") for k in range(n))), 100),
    "publishers": (lambda n: Site(tuple(article(f"a{k}", publisher=f"Paper {k}") for k in range(n))), 75),
    "articles of one publisher": (lambda n: Site(tuple(article(f"a{k}", publisher="rt") for k in range(n))), 100),
    "notes": (lambda n: Site((article("a", *(note(f"n{k}") for k in range(n))),)), 400),
    "unnamed voices": (
        lambda n: Site((article("a", *(replace(claim(f"c{k}"), speaker=SpeakerRef(unnamed="x")) for k in range(n))),)),
        60,
    ),
    "speakers described in each sidecar": (speakers_in_each_sidecar, 40),
    "pages": (
        lambda n: Site((), pages=tuple(PageFacts(f"p{k}", f"content/pages/p{k}.md", "A page", "x") for k in range(n))),
        450,
    ),
}


def linking_to_paragraphs(n: int) -> Site:
    text = "".join(f"[a](#p_{k + 1}) b\n\n" for k in range(n))
    return read([source(text, "")])


def broken_links(n: int) -> Site:
    return read([source("".join(f"[a](b{k}.md)\n\n" for k in range(n)), "")])


def broken_links_among_articles(n: int) -> Site:
    """`n` links that lead nowhere, and `n` articles of nearly the same names."""
    others = (source("x", "", f"article-{k}") for k in range(n))
    return read([source("".join(f"[a](article-{k}x.md)\n\n" for k in range(n)), ""), *others])


def broken_links_in_one_line(n: int) -> Site:
    return read([source("".join(f"[a](b{k}.md) " for k in range(n)), "")])


def uses_of_a_broken_definition(n: int) -> Site:
    return read([source("[a]: u\n\n" + "[a]" * n, "")])


def unknown_speakers(n: int, known: int = 1) -> Site:
    entries = "".join(f"speaker-number-{k}: {{name: A}}\n" for k in range(n * known))
    rows = "".join(f"  c{k}: {{speaker: speaker-numbr-{k}, statement: x}}\n" for k in range(n))
    return read([source("x", "claims:\n" + rows)], speakers=entries or "s: {name: A}\n")


def unknown_in_one_line(n: int) -> Site:
    rows = ", ".join(f"c{k}: {{speaker: unknown-{k}, statement: x}}" for k in range(n))
    return read([source("x", f"claims: {{{rows}}}")], speakers="unknown: {name: A}\n")


def unknown_references(n: int) -> Site:
    rows = "".join(f"  c{k}: {{speaker: outlet, statement: x}}\n" for k in range(n))
    answers = "".join(f"  b{k}: {{speaker: outlet, statement: x, to: cc{k}}}\n" for k in range(n))
    return read([source("x", f"claims:\n{rows}counterpoints:\n{answers}")])


def unknown_references_in_one_line(n: int) -> Site:
    refs = ", ".join(f"cx{k}" for k in range(n))
    rows = "claims:\n  c0: {speaker: outlet, statement: x}\n"
    rows += f"counterpoints:\n  b: {{speaker: outlet, statement: x, to: [{refs}]}}\n"
    return read([source("x", rows)])


def unknown_sources(n: int) -> Site:
    refs = "".join(f"      - sourc-{k}\n" for k in range(n))
    site = read([source("x", f"claims:\n  c:\n    speaker: outlet\n    statement: x\n    sources:\n{refs}")])
    return dataclasses.replace(
        site, registry=Registry({}, {f"source-{k}": Source(f"source-{k}", title="A") for k in range(n)})
    )


def unknown_articles(n: int) -> Site:
    """`n` articles, each with a reference to one that is missing."""
    rows = "counterpoints:\n  b: {{speaker: outlet, statement: x, to: 'article-{}x#c'}}\n"
    return read(
        source("x", rows.replace("{}", str(k)).replace("{{", "{").replace("}}", "}"), f"article-{k}") for k in range(n)
    )


def references_by_former_ids(n: int) -> Site:
    rows = "".join(f"  c{k}: {{speaker: outlet, statement: x, aliases: [old{k}]}}\n" for k in range(n))
    answers = "".join(
        f"  b{k}: {{speaker: outlet, statement: x, to: old{k}, sources: ['https://a.b/']}}\n" for k in range(n)
    )
    return read([source("x", f"claims:\n{rows}counterpoints:\n{answers}")])


def wrong_fragments(n: int) -> Site:
    return read([source("".join(f"[a](#q_{k + 1}) b\n\n" for k in range(n)), "")])


def spelled_differently(n: int) -> Site:
    """One tag, in `n` articles, in as many spellings."""
    return Site(tuple(article(f"a{k}", tags=(spelling(k),)) for k in range(n)))


CHECKED: dict[str, tuple[Callable[[int], Site], int]] = {
    "links to paragraphs": (linking_to_paragraphs, 450),
    "wrong fragments": (wrong_fragments, 180),
    "broken links": (broken_links, 750),
    "broken links among articles of like names": (broken_links_among_articles, 180),
    "broken links in one line": (broken_links_in_one_line, 700),
    "uses of a definition that leads nowhere": (uses_of_a_broken_definition, 2_400),
    "unknown speakers among one": (partial(unknown_speakers, known=0), 550),
    "unknown speakers among as many": (unknown_speakers, 300),
    "unknown speakers in one line": (unknown_in_one_line, 1_600),
    "unknown references": (unknown_references, 180),
    "unknown references in one line": (unknown_references_in_one_line, 550),
    "unknown sources": (unknown_sources, 360),
    "unknown articles": (unknown_articles, 150),
    "references by former ids": (references_by_former_ids, 250),
    "a circle of answers": (circle, 500),
    "a chain of answers": (chain, 700),
    "aliases of an article twice": (
        lambda n: Site((article("a", aliases=tuple(f"old{k % 2}" for k in range(n))),)),
        3_500,
    ),
    "spellings of one tag": (spelled_differently, 650),
    "speakers described in each sidecar": (speakers_in_each_sidecar, 1_500),
}


def _alike(n: int) -> tuple[str, list[str]]:
    return "speaker-numbr-7", [f"speaker-number-{k}" for k in range(n)]


TOOLS: dict[str, tuple[Callable[..., object], Callable[[int], tuple[object, ...]], int]] = {
    "differences of two texts that repeat": (differences, lambda n: ("a b a a b " * n, "b a b b a " * n), 50),
    "differences of two texts without a word in common": (
        differences,
        lambda n: (words(n), words(n).replace("word", "other")),
        9_500,
    ),
    "differences of two texts of one word": (differences, lambda n: ("a " * n, "a " * (n // 2)), 500),
    "differences of two texts of signs": (differences, lambda n: ("." * n, "," * n), 30_000),
    "the nearest of many names": (nearest_name, _alike, 100_000),
    "the nearest to a long name": (nearest_name, lambda n: ("a" * n, [f"a{k}" for k in range(200)]), 50_000),
    "the nearest passage to a long quote": (
        lambda text, quote: nearest_passage(normalized(text), quote),
        lambda n: ("a b a a b " * n, "b a b b a " * n),
        120,
    ),
    "the nearest passage to a short quote": (
        lambda text, quote: nearest_passage(normalized(text), quote),
        lambda n: (words(n), "wrd7 nowhere at all"),
        8000,
    ),
    "a context for a passage in one long word": (
        lambda text: suggest_quote(normalized(text), (0, 1)),
        lambda n: ("x " + "b" * n + " x",),
        6_000,
    ),
    "a whole word around a passage": (
        lambda text: whole_words(normalized(text), (5, 6)),
        lambda n: ("b" * n,),
        35_000,
    ),
    "a whole word around a passage, of marks": (
        lambda text: whole_words(normalized(text), (0, 1)),
        lambda n: ("a" + "\u0301" * n,),
        35_000,
    ),
}


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────


def _constructions() -> Iterator[Construction]:
    for name, (texts, size) in ANCHORED.items():
        yield Construction(f"quotes: {name}", compiled, lambda n, make=texts: source(*make(n)), size)  # type: ignore[misc]
    for name, (make, size) in SIDECARS.items():
        yield Construction(f"sidecar: {name}", sidecar, lambda n, make=make: make(n).encode(), size)  # type: ignore[misc]
    for name, (site, size) in PLANNED.items():
        yield Construction(f"pages: {name}", planned, site, size)
    for name, (site, size) in CHECKED.items():
        yield Construction(f"checks: {name}", checked, site, size)
    for name, (tool, given, size) in TOOLS.items():
        yield Construction(f"text: {name}", lambda given, tool=tool: tool(*given), given, size)  # type: ignore[misc]


ARCHIVES = list(_constructions())
