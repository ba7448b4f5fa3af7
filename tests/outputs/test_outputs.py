"""What a build writes: every kind of page, its links, its names, and that nothing anybody wrote gets out as markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

import html5lib
import pytest

from generator.model import (
    OUTPUT_NAMES,
    Annotation,
    Citation,
    CodeKey,
    CodeValue,
    FrontMatter,
    Source,
    SpeakerRef,
    Verdict,
)
from generator.outputs.article_inputs import Dossier
from generator.outputs.article_pages import plan_article
from generator.outputs.page import Page
from generator.values import replace
from tests.archives import (
    ABOUT,
    AMNESTY,
    ANSWER,
    ARTICLES,
    URL,
    VERDICTS,
    Written,
    archive_of,
    by,
    dossiers,
    every_output_but,
    hubs,
    pages_of_sitemap,
    quoted,
    settings,
    site,
    written,
)
from tests.links import MOUNTS, broken
from tests.notes import note_in
from tests.unmarked import article_text, without_notes

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)
WHOLE = site()
HTML = {path: content.decode() for path, content in WHOLE.items() if path.endswith(".html")}
ARTICLE = HTML["articles/2015/amnesty.html"]
CLAIM = HTML["claims/2015/amnesty/only-cliches.html"]
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds_in(files: Mapping[str, bytes]) -> set[str]:
    """The paths of the feeds among the files of an output."""
    return {path for path in files if path.endswith(".xml") and not path.startswith("sitemap")}


FEEDS = sorted(feeds_in(WHOLE))


def planned(**changes: object) -> list[Page]:
    archive = archive_of(ARTICLES, settings(**changes))
    bodies = {article.facts.id: article.body for article in ARTICLES}
    return [*hubs(archive), *(page for dossier in dossiers(archive, bodies) for page in plan_article(dossier))]


def words_of(html: str) -> str:
    """The text of some HTML, white space as one space."""
    tree = html5lib.parse(html.replace("<dd", " <dd").replace("<br", " <br"), namespaceHTMLElements=False)
    return " ".join("".join(tree.itertext()).split())


def note(id: str, page: str = ARTICLE) -> str:
    return note_in(page, id)


# ── which pages there are ──


def test_every_path_of_the_contract_is_written():
    assert {
        "index.html",
        "articles/index.html",
        "articles/2015.csv",
        "articles/2015/amnesty.html",
        "claims/index.html",
        "claims/2015.csv",
        "claims/2015/amnesty/only-cliches.html",
        "claims/2016/answer/cliches-again.html",
        "verdicts/unsupported.html",
        "verdicts/unsupported/2015.csv",
        "verdicts/false.html",
        "speakers/index.html",
        "speakers/konashenkov.html",
        "speakers/konashenkov/2015.csv",
        "speakers/konashenkov.xml",
        "sources/index.html",
        "sources/amnesty-international.html",
        "sources/other.html",
        "publishers/index.html",
        "publishers/sabq.html",
        "tags/index.html",
        "tags/air-strikes.html",
        "about.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "sitemap/2015.xml",
        "sitemap/lists.xml",
        ".nojekyll",
        "feed.xml",
        "claims/feed.xml",
        "assets/style.css",
        "assets/verdicts.css",
        "articles/2015/old-name.html",
        "claims/2015/amnesty/nothing-new.html",
        "info.html",
    } <= set(WHOLE)


def test_a_publisher_that_is_a_speaker_has_its_page_among_the_speakers():
    assert "publishers/press-tv.html" not in WHOLE
    assert 'href="../speakers/presstv.html"' in HTML["publishers/index.html"]


@pytest.mark.parametrize("name", OUTPUT_NAMES)
def test_an_output_that_is_left_out_writes_no_page_of_its_own(name):
    paths = set(site(settings(outputs=every_output_but(name))))
    own = {
        "home": {"index.html"},
        "claims": {path for path in WHOLE if path.startswith("claims/")},
        "verdicts": {path for path in WHOLE if path.startswith("verdicts/")},
        "speakers": {path for path in WHOLE if path.startswith("speakers/")},
        "sources": {path for path in WHOLE if path.startswith("sources/")} | {"data/sources.csl.json"},
        "publishers": {path for path in WHOLE if path.startswith("publishers/")},
        "tags": {path for path in WHOLE if path.startswith("tags/")},
        "pages": {"about.html", "info.html"},
        "search": {"search.html", "assets/search.js", "assets/search.css"},
        "feeds": {*FEEDS, "corrections.xml"},
        "history": {"corrections.html", "corrections.xml"},
        "webannotations": {path for path in WHOLE if path.endswith(".jsonld")},
        "data": {path for path in WHOLE if path.startswith("data/")},
        "sitemap": {path for path in WHOLE if path.startswith("sitemap")},
    }
    assert set(WHOLE) - paths == own.get(name, set())


def test_each_path_has_one_owner():
    paths = [page.path for page in planned()]
    assert len(paths) == len(set(paths))


def test_an_empty_archive_is_a_whole_site():
    files = site(articles=())
    assert {"index.html", "articles/index.html", "claims/index.html"} <= set(files)
    assert broken(files) == []
    assert not feeds_in(files)
    assert not any(b"application/atom+xml" in data or b'feed.xml"' in data for data in files.values())


# ── links ──


@pytest.mark.parametrize("mount", MOUNTS)
def test_every_link_and_anchor_resolves_wherever_the_site_stands(mount):
    assert broken(WHOLE, mount, URL) == []


@pytest.mark.parametrize("name", OUTPUT_NAMES)
def test_every_link_resolves_whatever_output_is_left_out(name):
    assert broken(site(settings(outputs=every_output_but(name))), MOUNTS[2], URL) == []


@pytest.mark.parametrize("name", OUTPUT_NAMES)
def test_every_link_resolves_where_only_one_output_is_written(name):
    assert broken(site(settings(outputs=(name,))), MOUNTS[1], URL) == []


def test_links_inside_the_site_are_relative_and_end_in_a_file_name():
    for path, html in HTML.items():
        for href in re.findall(r'(?:href|src)="([^"]*)"', html):
            if path != "404.html" and not href.startswith(("https://", "#")):
                assert not href.startswith("/"), (path, href)
                assert "." in href.partition("#")[0].rpartition("/")[2], (path, href)


def test_the_links_of_the_404_page_are_whole():
    assert f'href="{URL}articles/index.html"' in HTML["404.html"]
    without = site(settings(url=""))["404.html"].decode()
    assert 'href="/articles/index.html"' in without
    assert 'href="/assets/style.css"' in without


def test_a_link_that_leads_nowhere_is_plain_text():
    assert ">one</a> and more." in HTML["about.html"]


def test_an_archive_without_an_address_writes_no_whole_address_of_its_own():
    files = site(settings(url=""))
    assert not any(path.endswith(".xml") for path in files)
    text = b"\n".join(files.values()).decode()
    assert URL not in text
    assert 'rel="canonical"' not in text
    assert "og:url" not in text
    assert files["robots.txt"] == b"User-agent: *\nAllow: /\n"


# ── every page ──


OURS = r' (?:src="[^"]*assets/(?:site|search)\.js" defer></script>|type="application/ld\+json">)'


@pytest.mark.parametrize("path", sorted(HTML))
def test_every_page_is_well_formed_has_one_heading_and_the_policy_first(path):
    html = HTML[path]
    assert html.startswith(
        '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta http-equiv="Content-Security-Policy"'
    )
    assert html.split('content="', 1)[1].split('"', 1)[0] == POLICY
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert '<a class="skip" href="#main_">' in html
    assert not re.search(rf"<script(?!{OURS})|\sstyle=|<style|\son[a-z]+=", html)


@pytest.mark.parametrize("path", sorted(HTML))
def test_headings_leave_no_level_out(path):
    levels = [int(level) for level in re.findall(r"<h([1-6])", HTML[path])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_titles_tell_pages_apart():
    heads = (html.partition("</head>")[0] for path, html in HTML.items() if "old-name" not in path)
    titles = re.findall("<title>(.*?)</title>", "".join(heads))
    moved = "This page has moved · Contested Headlines"
    assert len(set(titles)) == len(titles) - titles.count(moved) + 1


def test_the_page_that_is_shown_is_current_in_the_navigation():
    assert '<a href="index.html" aria-current="page">Claims</a>' in HTML["claims/index.html"]
    assert 'index.html" aria-current="page">Claims</a>' in CLAIM
    assert '<a href="about.html" aria-current="page">About this archive</a>' in HTML["about.html"]


# ── the article ──


def test_the_body_stands_byte_for_byte_in_its_element():
    html = AMNESTY.body.html.replace("site:articles/2016/answer.html", "../2016/answer.html")
    html = html.replace("site:articles/2015/map.pdf", "map.pdf")
    assert without_notes(article_text(ARTICLE)) == html


def test_the_article_s_language_stands_where_it_differs_from_the_page_s():
    arabic = HTML["articles/2016/answer.html"]
    assert '<h1 lang="ar" dir="rtl">' in arabic
    assert 'data-article-text="2016/answer" lang="ar" dir="rtl">' in arabic
    assert "lang=" not in ARTICLE.split("<h1", 1)[1].split("</h1>", 1)[0]


def test_a_note_has_one_link_back_for_each_passage():
    backs = re.findall(r'<a role="doc-backlink" href="(.*?)"', note("only-cliches"))
    assert backs == ["#only-cliches", "#only-cliches_2"]
    assert re.findall(r'<a role="doc-backlink" href="(.*?)"', note("launch")) == ["#launch"]
    assert "doc-backlink" not in note("no-targets")


def test_notes_stand_in_their_order_and_those_without_a_place_in_a_list_of_their_own():
    ids = re.findall(r' id="note_([a-z-]+)"', ARTICLE)
    assert ids == ["scare", "only-cliches", "hundreds-dead", "cannot-know", "launch", "no-targets", "lost"]
    assert ARTICLE.index("Without a place in the text") < ARTICLE.index('id="note_lost"')
    assert ARTICLE.index("Without a place in the text") > ARTICLE.index('id="note_no-targets"')


def test_what_has_no_passage_has_its_id_on_its_note():
    assert 'id="no-targets"' in note("no-targets")
    assert 'id="lost"' in note("lost")
    assert 'id="launch"' not in note("launch")


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("only-cliches", "Igor Konashenkov, quoted, Spokesman, Defence Ministry"),
        ("no-targets", "Amnesty International, paraphrased, via Igor Konashenkov"),
        ("launch", "Press TV, in its own voice"),
        ("lost", "a senior official, paraphrased"),
        ("hundreds-dead", "rebuts 1"),
        ("cannot-know", "says that a does not follow"),
        ("cannot-know", "said 22 December 2015, ministry briefing"),
        ("only-cliches", "rebutted by a (Amnesty International)"),
        ("launch", "corrected by “المئات قتلوا” (Amnesty International)"),
        ("only-cliches", "Unsupported Konashenkov"),
        ("only-cliches", "Not sure: Whether he means the annex."),
        ("only-cliches", "24 February 2016 Was unverified until the annex was obtained."),
        ("only-cliches", "Rated 1 February 2016"),
        ("only-cliches", "Labels: frame: conflict"),
        ("only-cliches", "Sources: Amnesty International p. 12, example.org"),
        ("cannot-know", "Igor Konashenkov, quoted, Spokesman, Defence Ministry"),
        ("no-targets", "Withdrawn 1 March 2016: Misread the report."),
        ("cannot-know", "Nobody could know that."),
    ],
)
def test_a_note_says_everything_in_words(id, said):
    marked = note(id).replace('<q class="record"', '“<q class="record"').replace("</q>", "</q>”")
    assert said in words_of(marked)


def test_a_note_of_the_editors_keeps_its_markup():
    assert '<p>He names <strong>no passage</strong>; see <a href="../2016/answer.html">' in ARTICLE


@pytest.mark.parametrize(
    "said",
    [
        "The outlet has corrected this article since 5 January 2016 The day was wrong. the correction",
        "Copied on 1 January 2016",
        "Original the original",
        "Archived copy archived copy of 24 December 2015",
        "Press TV News desk 23 December 2015",
        "4 claims",
        "A Su-34 drops bombs. Picture: AP",
        "Russia dismisses Amnesty’s ‘fake’ report, Press TV, 23 December 2015. Annotated in Contested Headlines.",
        "2015/amnesty#only-cliches",
    ],
)
def test_the_article_tells_where_it_comes_from_and_how_to_cite_it(said):
    assert said in words_of(ARTICLE)


def test_a_title_is_cited_in_its_own_language_and_without_more_quotation_marks_than_it_has():
    assert "<cite>Russia dismisses Amnesty’s ‘fake’ report</cite>, " in ARTICLE
    arabic = next(
        html for path, html in HTML.items() if path.startswith("articles/") and '<cite lang="ar" dir="rtl">' in html
    )
    title = re.search(r'<cite lang="ar" dir="rtl">(.*?)</cite>', arabic)
    assert title
    assert f"<title>{title[1]} · " in arabic


def test_annotations_that_could_not_be_read_are_owned_up_to():
    assert "could not be read" in HTML["articles/2016/broken.html"]
    assert "could not be read" not in ARTICLE


def test_a_picture_that_was_not_kept_leaves_its_caption():
    front = AMNESTY.facts.front
    assert front.image
    lost = replace(AMNESTY.facts, front=replace(front, image=replace(front.image, src="")))
    html = site(articles=[Written(lost, AMNESTY.body)])["articles/2015/amnesty.html"].decode()
    assert "<img" not in html
    assert "Picture not kept. A Su-34 drops bombs." in words_of(html)


def test_neighbours_lead_on():
    nav = words_of(HTML["articles/2016/answer.html"].split('class="neighbours"', 1)[1].split("</nav>", 1)[0])
    assert "Earlier Russia dismisses Amnesty’s ‘fake’ report" in nav
    assert "Later No annotations" in nav


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="citation_title" content="Russia dismisses Amnesty’s ‘fake’ report">',
        '<meta name="citation_author" content="News desk">',
        '<meta name="citation_publication_date" content="2015/12/23">',
        '<meta name="citation_publisher" content="Press TV">',
        f'<link rel="canonical" href="{URL}articles/2015/amnesty.html">',
        f'<meta property="og:url" content="{URL}articles/2015/amnesty.html">',
        '<meta property="og:type" content="article">',
        '<meta property="og:title" content="Russia dismisses Amnesty’s ‘fake’ report">',
        '<meta name="description" property="og:description" content="A ministry answers a report.">',
    ],
)
def test_the_head_is_what_reference_managers_and_networks_read(tag):
    assert tag in ARTICLE


def test_the_original_is_linked_to_the_very_words():
    assert "https://example.org/2015/12/fake-report#:~:text=full%20of%20clich%C3%A9s&amp;text=nothing" in note(
        "only-cliches"
    )
    arabic = note("cliches-again", HTML["articles/2016/answer.html"])
    assert "https://example.org/ar#top:~:text=%D8" in arabic


# ── the claim ──


def test_a_claim_s_page_tells_the_verdict_and_why_before_all_else():
    order = [
        "Unsupported",
        "full of clichés",
        "He names <strong>no passage",
        "What the verdict rests on",
        "The exchange",
        "The same claim elsewhere",
    ]
    main = CLAIM.partition("<main")[2]
    places = [main.index(words) for words in order]
    assert places == sorted(places)


def test_the_exchange_is_one_column_of_turns_in_reading_order():
    turns = re.findall(r'<li id="turn_(\d+)" class="turn depth-(\d)">', CLAIM)
    assert turns == [("1", "1"), ("2", "2"), ("3", "1")]
    said = words_of(CLAIM)
    assert (
        said.index("hundreds dead")
        < said.index("Nobody could know that.")
        < said.index("takes back or amends the claim")
    )


def test_a_turn_leads_to_the_turn_it_answers():
    assert '<a href="#turn_1">' in CLAIM.split('id="turn_2"', 1)[1].split("</li>", 1)[0]


def test_an_exchange_may_be_of_any_depth():
    chain = [Annotation("c", "claim", statement="It began.", speaker=by("amnesty"))]
    for n in range(300):
        to = "c" if n == 0 else f"a{n - 1}"
        chain.append(
            Annotation(
                f"a{n}", "counterpoint", statement=f"Answer {n}.", speaker=by("defence"), to=(f"2015/deep#{to}",)
            )
        )
    html = site(articles=[written("2015/deep", FrontMatter("Deep", "2015-01-01"), "Text.", chain)])[
        "claims/2015/deep/c.html"
    ]
    assert html.count(b'<li id="turn_') == 300


def test_the_places_where_a_claim_recurs_are_all_listed_in_their_language():
    listed = CLAIM.split('id="recurs_"', 1)[1].split("</section>", 1)[0]
    assert listed.count('<li class="row') == 2
    assert '<q class="record" lang="ar" dir="rtl">التقرير كليشيهات</q>' in listed
    assert "The same words, translated." in listed


def test_evidence_is_what_the_claim_rests_on_and_each_answer_has_its_own_sources():
    evidence, exchange = (CLAIM.split(f'id="{id}_"', 1)[1].split("</section>", 1)[0] for id in ("evidence", "exchange"))
    assert "What the verdict rests on" in evidence
    assert "p. 12" in evidence
    assert "Against the claim" not in CLAIM
    assert '<ul class="sources">' in exchange


def test_a_source_stands_whole_once_on_the_page_of_a_claim():
    """Where it is cited again, its title and the place in it are enough."""
    cited = (Citation("amnesty-report", "p. 1"), Citation("amnesty-report", "p. 2"))
    made = Annotation("c", "claim", statement="One.", speaker=by("defence"), verdict="false", sources=cited[:1])
    answer = Annotation(
        "a", "counterpoint", statement="No.", speaker=by("amnesty"), to=("2015/a#c",), sources=cited[1:]
    )
    page = site(articles=[written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", [made, answer])])
    html = page["claims/2015/a/c.html"].decode()
    assert html.count("at least 200 civilians") == 1
    assert html.count("‘Civilian objects were not damaged’") == 2
    assert "p. 2" in html.split('id="exchange_"', 1)[1]


def test_a_repeat_s_page_is_short_and_leads_to_the_claim():
    html = HTML["claims/2016/answer/cliches-again.html"]
    assert f'<link rel="canonical" href="{URL}claims/2015/amnesty/only-cliches.html">' in html
    assert '<a href="../../2015/amnesty/only-cliches.html">' in html
    assert "The exchange" not in html


def test_how_to_cite_one_is_shown_with_the_first_claim_or_with_whatever_there_is():
    assert "<code>2015/amnesty#only-cliches</code>" in HTML["articles/2015/amnesty.html"]
    assert "<code>2016/answer#cliches-again</code>" in HTML["articles/2016/answer.html"]
    noted = written("2015/n", FrontMatter("N", "2015-01-01"), "Text.", [Annotation("x", "note", quote=quoted("Text"))])
    assert "<code>2015/n#x</code>" in site(articles=[noted])["articles/2015/n.html"].decode()
    assert "<code>" not in HTML["articles/2016/broken.html"]


def test_a_withdrawn_claim_stays_struck_through_with_its_reason():
    html = HTML["claims/2015/amnesty/no-targets.html"]
    assert 'class="claim-head withdrawn"' in html
    assert "Withdrawn 1 March 2016: Misread the report." in words_of(html)
    assert '<li class="row withdrawn">' in HTML["claims/index.html"]


# ── speakers and lists ──


def test_a_speaker_s_page_tells_who_it_is_and_who_answers_whom():
    said = words_of(HTML["speakers/konashenkov.html"])
    for words in (
        "Spokesman, Defence Ministry, from 2013",
        "Press officer, January 2010 to May 2013",
        "Игорь Конашенков",
        "Igor Konaszenkow",
        "What they claim",
        "Who answers them",
        "Whom they answer",
        "chosen by the editors",
    ):
        assert words in said
    assert '<bdi lang="ar" dir="rtl">' in HTML["speakers/konashenkov.html"]
    assert 'href="../articles/2015/amnesty.html">an article</a>' in HTML["speakers/konashenkov.html"]


def test_what_others_report_of_a_speaker_is_told_apart_from_what_it_claims():
    html = HTML["speakers/amnesty.html"]
    assert 'id="reported_"' in html
    assert 'id="claims_"' not in html


def test_the_people_of_an_organization_are_listed():
    assert "Igor Konashenkov" in words_of(HTML["speakers/defence.html"].split('id="people_"', 1)[1])


@pytest.mark.parametrize(
    "path", ["claims/index.html", "verdicts/unsupported.html", "speakers/index.html", "speakers/amnesty.html"]
)
def test_wherever_claims_are_counted_it_is_said_that_they_are_no_sample(path):
    assert "chosen by the editors" in HTML[path]
    assert "no sample" in HTML[path]


def test_a_source_lists_all_that_cite_it():
    entry = HTML["sources/amnesty-international.html"].split('id="amnesty-report"', 1)[1].split("</details>", 1)[0]
    assert '<a href="../claims/2015/amnesty/only-cliches.html">' in entry
    assert '<a href="../articles/2015/amnesty.html#hundreds-dead">' in entry


def test_two_spellings_of_a_tag_are_one_page():
    html = HTML["tags/syria.html"]
    assert "articles/2015/amnesty.html" in html
    assert "articles/2016/answer.html" in html


def test_former_addresses_lead_on():
    html = HTML["articles/2015/old-name.html"]
    assert '<meta http-equiv="refresh" content="0; url=amnesty.html">' in html
    assert '<a href="amnesty.html">Russia dismisses' in html
    assert f'<link rel="canonical" href="{URL}articles/2015/amnesty.html">' in html


# ── for machines ──


@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_atom_with_whole_addresses_and_dates(path):
    feed = ElementTree.fromstring(WHOLE[path])
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == f"tag:example.org,2026:archive/{path}"
    for link in feed.iter(f"{ATOM}link"):
        assert link.get("href", "").startswith(URL)
    for name in ("updated", "published"):
        for date in feed.iter(ATOM + name):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", date.text or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "articles", [(), [written("2015/a", FrontMatter("Quiet", "2015-01-01"), "Text.", [])], ARTICLES], ids=len
)
def test_a_feed_without_an_entry_is_neither_written_nor_linked(articles):
    files = site(articles=articles)
    feeds = feeds_in(files)
    assert all(b"<entry>" in files[path] for path in feeds)
    linked = {
        urljoin(URL + path, href)
        for path, data in files.items()
        for href in re.findall(r'(?:application/atom\+xml" |<li><a )href="([^"]+\.xml)"', data.decode())
    }
    assert linked == {URL + path for path in feeds}
    assert "speakers/defence.html" in files
    assert "speakers/defence.xml" not in files


def test_a_feed_s_entries_are_dated_by_the_content():
    feed = ElementTree.fromstring(WHOLE["claims/feed.xml"])
    first = feed.find(f"{ATOM}entry")
    assert first is not None
    assert first.findtext(f"{ATOM}title") == "Context missing: There were no military targets. (Amnesty International)"
    assert first.findtext(f"{ATOM}updated") == "2016-03-01T00:00:00Z"
    assert first.findtext(f"{ATOM}published") == "2015-12-23T00:00:00Z"


def test_the_sitemap_names_every_page_that_readers_should_find():
    trees = [ElementTree.fromstring(WHOLE[path]) for path in WHOLE if path.startswith("sitemap/")]
    named = {loc.text for tree in trees for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    leads_on = {path for path, html in HTML.items() if '<meta name="robots" content="noindex">' in html}
    assert named == {URL + path for path in set(HTML) - leads_on}
    pages = pages_of_sitemap(archive_of(ARTICLES, settings()), ["corrections.html"])
    assert named == {URL + path for part in pages.values() for path, _ in part}


def test_the_vocabulary_makes_the_verdicts_style():
    vocabulary = (*VERDICTS, Verdict("partly-true", "Partly", "~", "dotted", "blue"))
    css = site(settings(verdicts=vocabulary))["assets/verdicts.css"].decode()
    assert ".v-unsupported{--line:dashed;--weight:1.5px;--tone:var(--red)}\n" in css
    assert ".v-partly-true{--line:dotted;--weight:2px;--tone:var(--blue)}\n" in css


def test_another_line_or_tone_changes_no_page_but_the_style():
    changed = tuple(replace(v, line="solid", tone="grey") for v in VERDICTS)
    files = site(settings(verdicts=changed))
    assert {path for path in files if files[path] != WHOLE[path]} == {"assets/verdicts.css"}


# ── dossiers ──


def test_a_dossier_is_all_that_an_article_s_pages_depend_on():
    """A change in an article that names nothing of it leaves another's dossier equal; one that answers it doesn't."""
    bodies = {article.facts.id: article.body for article in ARTICLES}

    def dossier(articles: tuple[Written, ...]) -> Dossier:
        archive = archive_of(articles, settings())
        return next(d for d in dossiers(archive, bodies) if d.article.id == "2015/amnesty")

    noted = Annotation("extra", "note", note="More.")
    stranger = written("2016/broken", FrontMatter(title="Another title", date="2016-02-01"), "Other text.", [noted])
    assert dossier((AMNESTY, ANSWER, stranger)) == dossier(ARTICLES)
    answer = replace(ANSWER.facts, front=replace(ANSWER.facts.front, title="Another title"))
    assert dossier((AMNESTY, Written(answer, ANSWER.body), ARTICLES[2])) != dossier(ARTICLES)


def test_pages_are_the_same_whatever_is_planned_before():
    assert planned() == planned()


# ── people who mean harm ──

NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }}{% raw %}&lt;"
SCRIPT = "javascript:alert(1)"


def nasty(value: object) -> object:
    """A value like another, with each of its free texts made nasty."""
    if isinstance(value, tuple):
        return tuple(NASTY if isinstance(v, str) else v for v in value)
    return NASTY if isinstance(value, str) else value


ADDRESSES = {"url", "archived"}
KEPT = {"date", "updated", "captured", "archived_date", "direction", "text", "language", "aliases"}


def nasty_site() -> dict[str, bytes]:
    names = set(FrontMatter.__struct_fields__) - KEPT - ADDRESSES
    changes: dict[str, Any] = {name: nasty(getattr(AMNESTY.facts.front, name)) for name in names}
    front = replace(AMNESTY.facts.front, **changes, **dict.fromkeys(ADDRESSES, SCRIPT))  # type: ignore[arg-type]
    source = Source(title=NASTY, url=SCRIPT, publisher=NASTY, authors=(NASTY,), excerpt=NASTY, archived=SCRIPT)
    claim = Annotation(
        "c",
        "claim",
        quoted("words"),
        statement=NASTY,
        speaker=SpeakerRef(unnamed=NASTY),
        via=(SpeakerRef(unnamed=NASTY),),
        said="2015-01-01",
        occasion=NASTY,
        verdict="false",
        updates=(("2016-01-01", NASTY),),
        withdrawn=NASTY,
        note=NASTY,
        unsure=NASTY,
        sources=(Citation(source, NASTY),),
        codes=((NASTY, (NASTY,)),),
        tags=(NASTY,),
    )
    answer = replace(claim, id="a", kind="counterpoint", to=("2015/nasty#c",), verdict="")
    article = written("2015/nasty", front, f"Some words. {NASTY}", [claim, answer])
    verdicts = tuple(replace(v, label=NASTY, mark=NASTY, definition=NASTY) for v in VERDICTS)
    codes = (CodeKey(NASTY, (CodeValue(NASTY, NASTY, NASTY),), NASTY, several=True),)
    of = settings(title=NASTY, description=NASTY, verdicts=verdicts, codes=codes)
    return site(of, [article])


def test_nothing_anybody_wrote_gets_out_as_markup():
    files = nasty_site()
    assert NASTY.encode() not in b"".join(data for path, data in files.items() if not path.endswith(".csv"))
    for path, content in files.items():
        if path.endswith(".html"):
            Harmless(path).feed(content.decode())
        elif path.endswith(".xml"):
            ElementTree.fromstring(content)
    assert any(b"&lt;script&gt;alert(1)" in content for content in files.values())


class Harmless(HTMLParser):
    """Fails on scripts, handlers, and addresses with a scheme that runs."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_data = dict(attrs) == {"type": "application/ld+json"}
        of_site = (dict(attrs).get("src") or "").endswith(("assets/site.js", "assets/search.js"))
        ours = tag == "script" and (is_data or of_site)
        assert ours or tag not in ("script", "style", "iframe", "object"), self.path
        for name, value in attrs:
            assert not name.startswith("on"), (self.path, name)
            if name in ("href", "src", "content"):
                assert not (value or "").startswith(SCRIPT), (self.path, value)


def test_an_ordinary_page_s_title_is_text():
    page = replace(ABOUT, title=NASTY, summary=NASTY)
    html = site(settings(), ARTICLES, [page])["about.html"].decode()
    assert "&lt;script&gt;alert(1)" in html
    Harmless("about.html").feed(html)
