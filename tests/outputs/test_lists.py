"""Lists of claims and articles: what narrows them without a script, and what the script is given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.linking import sources as linked_sources
from generator.model import Annotation, Citation, FrontMatter, Source, Speaker
from generator.outputs import sources, speakers_index
from tests.archives import SPEAKERS, VERDICTS, by, every_output_but, quoted, scheme, settings, site, written
from tests.links import broken

WHOLE = site()


def page(path: str):
    return WHOLE[path].decode()


def facet(html: str, name: str) -> dict[str, str]:
    """Label → address of the links in one group beside a list."""
    group = re.search(rf"<h2>{name}</h2>(.*?)</section>", html, re.DOTALL)
    found = re.findall(r'href="([^"]+)"[^>]*>(?:<bdi>)?([^<]+)', group[1]) if group else []
    return {label: href for href, label in found}


def test_the_list_of_claims_is_narrowed_by_plain_links():
    html = page("claims/index.html")
    assert facet(html, "Verdict") == {
        "Unsupported": "../verdicts/unsupported.html",
        "Context missing": "../verdicts/missing-context.html",
        "Supported": "../verdicts/supported.html",
    }
    assert facet(html, "Tag") == {"Air strikes": "../tags/air-strikes.html", "denials": "../tags/denials.html"}


def test_the_list_of_articles_is_narrowed_by_publisher():
    html = page("articles/index.html")
    assert facet(html, "Publisher") == {"Press TV": "../speakers/presstv.html", "Sabq": "../publishers/sabq.html"}


def test_a_list_that_is_part_of_another_says_where_it_is_and_leads_back():
    html = page("verdicts/unsupported.html")
    assert '<a class="word" href="unsupported.html" aria-current="true">Unsupported</a>' in html
    assert facet(html, "Verdict")["All"] == "../claims/index.html"


def claim(year: int) -> Annotation:
    return Annotation("c", "claim", statement=f"The claim of {year}.", speaker=by("amnesty"))


def test_only_the_largest_of_many_stand_beside_a_list():
    tags = tuple(f"tag {n}" for n in range(20))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01", tags=tags), "Text.")])
    beside = facet(files["articles/index.html"].decode(), "Tag")
    assert len(beside) == 9
    assert beside["Show all"] == "../tags/index.html"


def test_the_menus_lead_into_the_search_from_the_list_of_all_claims_alone():
    html = site(settings(codes=scheme(frame=("conflict", "blame"))))["claims/index.html"].decode()
    assert '<details class="sieve" id="sieve_" hidden>' in html, "without the script there are links"
    form = html[html.index('<form class="menus"') : html.index("</form>")]
    assert 'method="get" action="../search.html"' in form
    assert '<input type="hidden" name="kind" value="claim">' in form
    selects = re.findall(r'<select name="(\w+)">(.*)</select>', form)
    menus = {name: re.findall(r'value="([^"]+)"', menu) for name, menu in selects}
    assert menus == {
        "verdict": ["false", "unsupported", "missing-context", "unverified", "supported", "unrated"],
        "answers": ["answered", "open"],
        "year": ["2015"],
        "code_frame": ["conflict", "blame"],
    }
    assert not any('id="sieve_"' in data.decode() for path, data in WHOLE.items() if path.startswith("verdicts/"))


def test_without_the_search_there_are_no_menus():
    assert "sieve_" not in site(settings(outputs=every_output_but("search")))["claims/index.html"].decode()


def test_a_speaker_s_list_is_picked_from_without_a_script():
    first = Annotation("a", "claim", statement="One.", speaker=by("amnesty"), verdict="unsupported")
    answer = Annotation("b", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#a",))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", [first, answer, claim(2015)])])
    html = files["speakers/amnesty.html"].decode()
    assert re.findall(r'id="(show_[^"]+)"', html) == [
        "show_all", "show_v-unsupported", "show_unrated", "show_either", "show_answered", "show_open",
    ]  # fmt: skip
    assert '<li class="row v-unsupported answered_">' in html
    assert '<li class="row unrated_ open_">' in html
    assert '<li class="row heap v-unsupported answered_ unrated_ open_">' in html, (
        "the group has the classes of its rows"
    )
    sheet = WHOLE["assets/verdicts.css"].decode()
    hiding = re.search(r"^\.filtered \.row\{(.*)\{display:none\}\}$", sheet, re.MULTILINE)
    assert hiding
    assert hiding[1].split(",") == [f":has(#show_v-{v.key}:checked) &:not(.v-{v.key})" for v in VERDICTS]


def test_the_page_for_missing_addresses_says_so_before_it_jokes():
    html = page("404.html")
    assert "<title>No such page · Contested Headlines</title>" in html
    assert re.findall(r"<h1.*?</h1>", html) == ["<h1>No such page</h1>"]
    joke = html.index('<p class="record v-false">There is a page at this address.</p>')
    assert html.index("<h1>") < joke < html.index('<span class="verdict v-false">')


def test_without_the_verdict_false_it_makes_no_joke():
    without = site(settings(verdicts=VERDICTS[1:]))["404.html"].decode()
    assert "<h1>No such page</h1>" in without
    assert "There is a page at this address." not in without


def test_home_tells_what_happened_lately():
    html = page("index.html")
    assert "Was unverified until the annex was obtained." in html
    assert re.search(r'corrected by <a href="speakers/amnesty.html">', html)


HERE, THERE = "Page of time", "صفحهٔ روزگار"
"""A title in the interface's language, and the one of the article."""


def in_persian(**front) -> dict[str, bytes]:
    said = Annotation("a", "claim", quote=quoted("متن"), speaker=by("outlet"))
    front = {"publisher": "presstv", "titles": (("en", HERE),), "aliases": ("2015/old",), "language": "fa", **front}
    return site(settings(), [written("2015/a", FrontMatter(THERE, "2015-01-01", **front), "متن", [said])])


def test_a_title_in_the_page_s_language_comes_before_that_in_another_and_in_one_link():
    link = f'a.html"><span class="headline">{HERE}</span> <span class="original" lang="fa" dir="rtl">{THERE}</span></a>'
    files = in_persian()
    for path in ("articles/index.html", "speakers/presstv.html", "claims/2015/a/a.html"):
        assert link in files[path].decode(), path
    assert "headline" not in in_persian(titles=())["articles/index.html"].decode()


def test_feeds_menus_and_former_addresses_call_an_article_by_the_title_in_the_page_s_language():
    files = in_persian(summary="خلاصه")
    feed, claims = files["feed.xml"].decode(), files["claims/feed.xml"].decode()
    assert f"<title>{THERE}</title>" in feed
    assert f"<summary>{HERE}. خلاصه</summary>" in feed
    assert f"<summary>{HERE}</summary>" in in_persian()["feed.xml"].decode()
    assert f"In “{HERE}”." in claims
    assert f'<a href="a.html">{HERE}</a>' in files["articles/2015/old.html"].decode()


def test_no_outlet_says_in_its_own_voice_what_the_archive_retells():
    for is_retold, words in ((False, "Press TV, in its own voice"), (True, "Press TV, in a retelling")):
        files = in_persian(retold=is_retold)
        shown = [
            data.decode() for path, data in files.items() if path.endswith((".html", ".xml")) and b"Press TV" in data
        ]
        plain = [re.sub(r"<[^>]+>", "", html) for html in shown]
        assert sum(words in html for html in plain) >= 4
        speaker = re.sub(r"<[^>]+>", "", files["speakers/presstv.html"].decode())
        assert ("in a retelling" in speaker) == is_retold
        assert ("in its own voice" in speaker) != is_retold
        if is_retold:
            assert not any("in its own voice" in html for html in plain)
        by = "Retold by" if is_retold else "Published by"
        assert f"<dt>{by}</dt>" in files["claims/2015/a/a.html"].decode()


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def rows(html: str) -> list[str]:
    """What each row says."""
    return [words(row.partition("</li>")[0]) for row in html.split('<li class="row')[1:]]


def test_a_row_says_the_verdict_and_the_words_then_who_where_and_how_many_answer():
    (row,) = (row for row in rows(page("claims/index.html")) if "full of clichés" in row)
    assert re.search(r"− Unsupported .*full of clichés.* Igor Konashenkov \(Spokesman\), ", row)
    assert re.search(r"Press TV, 23 December 2015 \d answers?$", row)


def test_a_row_leads_to_the_claim_the_speaker_and_the_place_in_the_article():
    every = (row.partition("</li>")[0] for row in page("claims/index.html").split('<li class="row')[1:])
    (row,) = (row for row in every if "full of clichés" in row)
    assert re.findall('href="([^"]+)"', row) == [
        "../verdicts/unsupported.html",
        "2015/amnesty/only-cliches.html",
        "../speakers/konashenkov.html",
        "../articles/2015/amnesty.html#only-cliches",
    ]


def test_an_article_s_row_has_the_sum_of_its_claims():
    (row,) = (row for row in rows(page("articles/index.html")) if row.partition(">")[2].startswith(" Russia dismisses"))
    assert re.search(r"\d claims: .*1 unsupported.*\. \d answered\.", row)


def test_an_answer_from_another_article_changes_the_sum_in_the_list():
    one = written("2015/a", FrontMatter("One", "2015-01-01"), "Text.", [claim(2015)])
    answer = Annotation("x", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#c",))
    for theirs, told in (((), "No answer yet."), ((answer,), "Answered.")):
        other = written("2016/b", FrontMatter("Other", "2016-01-01"), "Text.", theirs)
        html = site(settings(), [one, other])["articles/index.html"].decode()
        assert f"1 claim: not rated. {told}" in words(html)


# ── indexes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def speakers_of(count: int) -> dict[str, Speaker]:
    return {f"s{n}": Speaker(f"s{n}", f"Given {chr(65 + n)}amily", "person", role="Clerk") for n in range(count)}


def claims_by(speakers) -> list[Annotation]:
    return [Annotation(f"c-{id}", "claim", statement=f"Said by {id}.", speaker=by(id)) for id in speakers]


def speakers_page(named: int, silent: int = 0) -> str:
    known = speakers_of(named + silent)
    said = claims_by(list(known)[:named])
    return site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", said)], speakers=known)[
        "speakers/index.html"
    ].decode()


def test_a_long_list_of_speakers_has_letters_by_family_name():
    html = speakers_page(26)
    assert re.findall('<li><a href="(#letter_.)"><bdi>(.)</bdi></a></li>', html)[:2] == [
        ("#letter_a", "A"),
        ("#letter_b", "B"),
    ]
    assert html.count('<h2 id="letter_') == 26
    assert html.index("Given Aamily") < html.index("Given Bamily")


def test_a_short_list_of_speakers_has_none():
    html = speakers_page(20)
    assert 'class="letters"' not in html
    assert "letter_" not in html


def test_speakers_of_whom_nothing_is_marked_are_folded():
    shown, _, folded = speakers_page(2, 3).partition('<details class="silent">')
    assert shown.count("Clerk") == 2
    assert "3 more, of whom nothing is marked here" in folded
    assert folded.count("Clerk") == 3
    assert '<details class="silent">' not in speakers_page(2)


def test_a_speaker_s_line_says_how_much_it_says():
    lines = (line.partition("</li>")[0] for line in page("speakers/index.html").split("<li>"))
    (line,) = (line for line in lines if "Amnesty International</bdi>" in line)
    assert words(line) == "Amnesty International Organization 1 reported by others, 2 answers"


def test_more_than_200_speakers_have_a_page_for_each_letter(monkeypatch):
    monkeypatch.setattr(speakers_index, "MOST_ON_AN_INDEX", 25)
    whole = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.")], speakers=speakers_of(25))
    assert not any(path.startswith("speakers/_") for path in whole)
    article = written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", claims_by(["s0"]))
    known = {**speakers_of(26), "a0": Speaker("a0", "علي", "person"), "d0": Speaker("d0", "3sat", "outlet")}
    files = site(settings(), [article], speakers=known)
    html = files["speakers/index.html"].decode()
    links = re.findall('<li><a href="(_[a-z0-9]+.html)"><bdi(?: dir="ltr")?>(.*?)</bdi></a></li>', html)
    assert links[:2] == [("_a.html", "A"), ("_b.html", "B")]
    assert links[-2:] == [("_u0639.html", "ع"), ("_0.html", "0–9")]
    assert "Clerk" not in html
    of_a, of_b = files["speakers/_a.html"].decode(), files["speakers/_b.html"].decode()
    assert "Given Aamily" in of_a.partition('<details class="silent">')[0]
    assert "Given Bamily" in of_b.partition('<details class="silent">')[2], "nothing is marked of them"
    assert '<a href="_a.html" aria-current="page">' in of_a
    assert '<a href="index.html">All speakers</a>' in of_a
    assert "<title>Speakers: A" in of_a
    assert broken(files) == []
    named = files["sitemap/lists.xml"].decode()
    assert all(f"speakers/{path}<" in named for path, _ in links)


def sources_pages(*sources: Source, speakers: Mapping[str, Speaker] = SPEAKERS) -> dict[str, bytes]:
    cites = [
        Annotation(f"c{n}", "claim", statement=f"S{n}.", speaker=by("amnesty"), sources=(Citation(source),))
        for n, source in enumerate(sources)
    ]
    article = written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", cites)
    files = site(settings(), [article], speakers=speakers)
    assert broken(files) == []
    return {path: data for path, data in files.items() if path.startswith(("sources/", "articles/2015/a", "sitemap/"))}


def source(n: int, publisher: str = "") -> Source:
    return Source(title=f"{chr(65 + n % 26)} title {n}", url=f"https://example.org/{n}", publisher=publisher)


def names_in(html: bytes) -> list[tuple[str, str, str]]:
    """The names of an index: where each leads, what it is, what is counted."""
    found = re.findall('<li><span class="name"><a href="(.*?)">(.*?)</a></span>(.*?)</li>', html.decode(), re.DOTALL)
    return [(href, words(name), words(rest)) for href, name, rest in found]


def titles_in(html: bytes) -> list[str]:
    return re.findall(r"title \d+", html.partition(b"<main")[2].decode())


def test_the_index_of_sources_names_publishers_in_their_usual_spelling_and_the_others_last():
    files = sources_pages(source(0), source(1, "Zeta"), source(2, "ALPHA"), source(3, "Alpha"), source(4, "Alpha"))
    assert names_in(files["sources/index.html"]) == [
        ("alpha.html", "Alpha", "3 sources, cited 3 times"),
        ("amnesty-international.html", "Amnesty International", "1 source"),
        ("zeta.html", "Zeta", "1 source, cited once"),
        ("other.html", "Without a publisher", "1 source, cited once"),
    ]
    assert titles_in(files["sources/index.html"]) == []
    assert titles_in(files["sources/alpha.html"]) == ["title 2", "title 3", "title 4"]
    assert titles_in(files["sources/other.html"]) == ["title 0"]
    assert b'class="letters"' not in files["sources/index.html"]
    assert "<h1><bdi>Alpha</bdi></h1>" in files["sources/alpha.html"].decode()


def test_a_publisher_called_other_is_not_taken_for_none():
    files = sources_pages(source(0), source(1, "Other"))
    assert titles_in(files["sources/other.html"]) == ["title 0"]
    assert titles_in(files["sources/other_.html"]) == ["title 1"]


def test_a_publisher_that_is_a_speaker_has_its_name_and_leads_to_its_page():
    files = sources_pages(source(1, "presstv"), source(2, "Presstv"))
    html = files["sources/presstv.html"].decode()
    assert "<h1><bdi>Press TV</bdi></h1>" in html
    assert '<a href="../speakers/presstv.html">Page of Press TV</a>' in html
    assert titles_in(html.encode()) == ["title 1", "title 2"]
    article = files["articles/2015/a.html"].decode()
    assert '<a href="../../speakers/presstv.html"><bdi>Press TV</bdi></a>' in article
    assert 'href="../../sources/presstv.html#b-title-1_' in article
    assert "<bdi>Presstv</bdi>" in article, "what is written is shown"


def test_more_than_200_sources_of_a_publisher_have_a_page_for_each_letter(monkeypatch):
    monkeypatch.setattr(linked_sources, "MOST_BY_LETTERS", (5, 100, 1_000))
    others = (Source(title="3 title 900", publisher="P"), Source(title="… title 901"), Source(title="ع title 902"))
    one_more = sources_pages(*(source(n, "P") for n in range(5)), *(source(n) for n in range(100, 106)), *others)
    assert [path for path in one_more if path.startswith("sources/p")] == [
        "sources/p.html", "sources/p_a.html", "sources/p_b.html", "sources/p_c.html", "sources/p_d.html",
        "sources/p_e.html", "sources/p_0.html",
    ]  # fmt: skip
    assert titles_in(one_more["sources/p.html"]) == []
    assert titles_in(one_more["sources/p_b.html"]) == ["title 1"]
    assert titles_in(one_more["sources/p_0.html"]) == ["title 900"]
    assert titles_in(one_more["sources/other_u0639.html"]) == ["title 902"]
    assert '<a href="p_a.html"><bdi>A</bdi></a>' in one_more["sources/p.html"].decode()
    assert '<bdi dir="ltr">0–9</bdi>' in one_more["sources/p.html"].decode()
    assert "1 source under" in words(one_more["sources/p_b.html"].decode())
    assert '<a href="p.html">All letters</a>' in one_more["sources/p_b.html"].decode()
    assert b"../../sources/p_b.html#b-title-1_" in one_more["articles/2015/a.html"]
    assert b"sources/p_b.html<" in one_more["sitemap/lists.xml"]


def test_more_than_5000_sources_of_a_publisher_have_a_page_for_each_two_letters(monkeypatch):
    monkeypatch.setattr(linked_sources, "MOST_BY_LETTERS", (2, 5, 100))
    named = ("Aa title 1", "ab title 2", "A. B. title 3", "A 9 title 4", "Zz title 5", "7 title 6")
    files = sources_pages(*(Source(title=title, publisher="P") for title in named))
    assert [path for path in files if path.startswith("sources/p")] == [
        "sources/p.html", "sources/p_a.html", "sources/p_z.html", "sources/p_0.html", "sources/p_a-a.html",
        "sources/p_a-b.html", "sources/p_a-0.html", "sources/p_z-z.html", "sources/p_0-t.html",
    ]  # fmt: skip
    top, letter, pair = (files[f"sources/{name}.html"].decode() for name in ("p", "p_a", "p_a-b"))
    assert titles_in(pair.encode()) == ["title 2", "title 3"]
    assert not any(titles_in(page.encode()) for page in (top, letter))
    assert "6 sources, and what cites them." in words(top)
    assert "4 sources under A" in words(letter)
    assert "2 sources under Ab" in words(pair)
    assert '<a href="p_a.html"><bdi>A</bdi></a>' in top
    assert '<a href="p_a-b.html"><bdi>Ab</bdi></a>' in letter
    assert "p_a-b.html" not in top
    for page in (letter, pair):
        assert '<a href="p_a.html" aria-current="page"><bdi>A</bdi></a>' in page
        assert '<a href="p_a-0.html"' in page
        assert '<a href="p.html">All letters</a>' in page
        assert "p_z-z.html" not in page
    assert '<a href="p_a-b.html" aria-current="page"><bdi>Ab</bdi></a>' in pair
    assert 'aria-label="Sources by the first letter of their title: A"' in pair
    assert b"../../sources/p_a-b.html#ab-title-2_" in files["articles/2015/a.html"]
    listed = files["sitemap/lists.xml"].decode()
    assert all(f"sources/{name}.html<" in listed for name in ("p", "p_a", "p_0", "p_a-b", "p_0-t"))


def test_more_than_50000_sources_of_a_publisher_have_a_page_for_each_three_letters(monkeypatch):
    monkeypatch.setattr(linked_sources, "MOST_BY_LETTERS", (1, 2, 3))
    named = ("Abc title 1", "Abd title 2", "Ax title 3", "Zz title 4")
    files = sources_pages(*(Source(title=title, publisher="P") for title in named))
    assert [path for path in files if path.startswith("sources/p")] == [
        "sources/p.html", "sources/p_a.html", "sources/p_a-b.html", "sources/p_a-x.html", "sources/p_z.html",
        "sources/p_z-z.html", "sources/p_a-b-c.html", "sources/p_a-b-d.html", "sources/p_a-x-t.html",
        "sources/p_z-z-t.html",
    ]  # fmt: skip
    two, three = files["sources/p_a-b.html"].decode(), files["sources/p_a-b-c.html"].decode()
    assert "2 sources under Ab" in words(two)
    assert titles_in(three.encode()) == ["title 1"]
    for label in ("A", "Ab", "Abc"):
        assert f'aria-current="page"><bdi>{label}</bdi></a>' in three
    assert b"../../sources/p_a-b-c.html#abc-title-1_" in files["articles/2015/a.html"]


def test_many_publishers_have_letters_and_more_than_200_a_page_for_each(monkeypatch):
    files = sources_pages(*(source(n, f"{'AB'[n % 2]} Press {n}") for n in range(21)))
    assert re.findall('href="(#letter_[a-z0])"', files["sources/index.html"].decode()) == ["#letter_a", "#letter_b"]
    monkeypatch.setattr(sources, "MOST_ON_AN_INDEX", 20)
    files = sources_pages(source(50), *(source(n, f"{'AB'[n % 2]} Press {n}") for n in range(21)))
    assert [name for _, name, _ in names_in(files["sources/index.html"])] == ["Without a publisher"]
    assert '<a href="_b.html"><bdi>B</bdi></a>' in files["sources/index.html"].decode()
    assert len(names_in(files["sources/_b.html"])) == 10
    assert b"sources/_b.html<" in files["sitemap/lists.xml"]


def test_a_source_folds_up_what_cites_it_and_counts_it():
    entry = page("sources/amnesty-international.html").split('id="amnesty-report"', 1)[1].partition("</details>")[0]
    number = entry.count('<li class="row')
    assert f"cited {'once' if number == 1 else f'{number} times'}</summary>" in entry
    assert "Cited by" not in entry


def test_tags_and_publishers_are_found_from_the_lists():
    for path in ("articles/index.html", "sources/index.html"):
        assert '<a href="../publishers/index.html">' in page(path)
        assert '<a href="../tags/index.html">' in page(path)
    none = site(settings(outputs=("articles", "sources")))
    assert b"publishers/" not in none["articles/index.html"]


def test_the_page_of_a_tag_or_publisher_says_how_much_there_is_and_from_when():
    assert "2 articles, 2015 to 2016." in words(page("tags/syria.html"))
    assert re.search(r"1 article in this archive, 2016, with \d claims?\.", words(page("publishers/sabq.html")))
    assert '<a href="index.html">All publishers</a>' in page("publishers/sabq.html")


# ── a speaker's page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_speaker_said_on_one_occasion_stands_under_one_head():
    first, other, second = (
        Annotation(
            id, "claim", statement=f"Words {id}.", speaker=by("amnesty"), said="2014-03-01", occasion=f"a {occasion}"
        )
        for id, occasion in (("one", "briefing"), ("three", "letter"), ("two", "briefing"))
    )
    article = written("2015/a", FrontMatter("The title", "2015-01-01"), "Text.", [first, other, second])
    html = site(settings(), [article])["speakers/amnesty.html"].decode()
    groups = html.split('<li class="row heap')[1:]
    assert [re.findall("Words [a-z]+", group) for group in groups] == [["Words one", "Words two"], ["Words three"]]
    assert all(group.count("The title") == 1 for group in groups)
    assert "said 1 March 2014, a briefing" in words(groups[0])
    assert html.index("Words one") < html.index("paraphrased"), "the words come first"
