"""Paths, relative addresses, slugs and the rules for ids."""

from __future__ import annotations

import posixpath
import unicodedata
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import urls
from generator.model import OUTPUT_NAMES, Publisher, Settings, Source
from generator.urls import Urls, paths

PARTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='/\\?#%:*"<>|'), min_size=1, max_size=12
)
PATHS = st.lists(PARTS.filter(lambda part: not part.startswith(".")), min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (urls.article_path("2015/amnesty-syria"), "articles/2015/amnesty-syria.html"),
        (urls.claim_path("2015/amnesty-syria#only-cliches"), "claims/2015/amnesty-syria/only-cliches.html"),
        (paths.verdict_path("false"), "verdicts/false.html"),
        (urls.speaker_path("amnesty"), "speakers/amnesty.html"),
        (urls.speaker_feed_path("amnesty"), "speakers/amnesty.xml"),
        (urls.publisher_path("sputnik-news"), "publishers/sputnik-news.html"),
        (urls.tag_path("war"), "tags/war.html"),
        (urls.letter_path("speakers", "K"), "speakers/_k.html"),
        (urls.letter_path("speakers", "ع"), "speakers/_u0639.html"),
        (urls.letter_path("speakers", urls.DIGITS), "speakers/_0.html"),
        (urls.sources_path("sputnik-news"), "sources/sputnik-news.html"),
        (urls.sources_path("sputnik-news", "K"), "sources/sputnik-news_k.html"),
        (urls.sources_path(""), "sources/other.html"),
        (urls.sources_path("", "ع"), "sources/other_u0639.html"),
        (urls.sources_path("other"), "sources/other_.html"),
        (urls.page_path("about"), "about.html"),
        (urls.file_path("content/articles/2015/x.jpg"), "articles/2015/x.jpg"),
        (urls.file_path("content/pages/y.png"), "y.png"),
        (urls.file_path("content/z.pdf"), "z.pdf"),
        (urls.index_path("speakers"), "speakers/index.html"),
        (urls.period_path("claims/index.html", "2015"), "claims/in-2015.html"),
        (urls.period_path("verdicts/false.html", "2015-12"), "verdicts/false/in-2015-12.html"),
        (urls.period_path("claims/index.html", "2015-12-23", 1), "claims/in-2015-12-23.html"),
        (urls.period_path("claims/index.html", "2015-12-23", 2), "claims/in-2015-12-23-2.html"),
        (urls.table_path("articles/index.html", "2015"), "articles/2015.csv"),
        (urls.table_path("speakers/amnesty.html", "2015"), "speakers/amnesty/2015.csv"),
        (urls.note_anchor("x"), "note_x"),
        (paths.ref_anchor("x"), "ref_x"),
        (paths.ref_anchor("x", 2), "ref_x_2"),
        (urls.mark_anchor("x"), "x"),
        (urls.mark_anchor("x", 2), "x_2"),
    ],
)
def test_each_thing_has_the_path_of_the_contract(path, expected):
    assert path == expected


@pytest.mark.parametrize(
    ("path", "is_taken"),
    [
        ("articles/in-2015.html", True),
        ("claims/in-2015-12.html", True),
        ("articles/in-2015-12-23.html", True),
        ("articles/in-2015-12-23-14.html", True),
        ("articles/2015/in-2015.html", False),
        ("articles/in-2015/a.html", False),
        ("articles/in-20150.html", False),
        ("articles/in-2015-1.html", False),
        ("articles/in-2015-12-2.html", False),
        ("articles/in-depth.html", False),
        ("speakers/in-2015.html", False),
    ],
)
def test_lists_by_date_take_their_names_directly_in_the_folders_of_articles_and_claims(path, is_taken):
    assert urls.is_period_path(path) == is_taken


@pytest.mark.parametrize(
    ("here", "there", "fragment", "href"),
    [
        ("articles/2015/a.html", "claims/2015/a/b.html", "", "../../claims/2015/a/b.html"),
        ("articles/2015/a.html", "articles/2015/b.html", "x", "b.html#x"),
        ("articles/2015/a.html", "articles/2015/a.html", "x", "#x"),
        ("articles/2015/a.html", "articles/2015/a.html", "", "a.html"),
        ("articles/2015/a.html", "index.html", "", "../../index.html"),
        ("index.html", "speakers/amnesty.html", "", "speakers/amnesty.html"),
        ("a/index.html", "a/index/x.html", "", "index/x.html"),
        ("index.html", "a:b.html", "", "a%3Ab.html"),
        (
            "index.html",
            "tags/سوريا & 'x' \".html",
            "",
            "tags/%D8%B3%D9%88%D8%B1%D9%8A%D8%A7%20%26%20%27x%27%20%22.html",
        ),
    ],
)
def test_a_relative_address_leads_from_page_to_page(here, there, fragment, href):
    assert urls.relative(here, there, fragment) == href


@given(PATHS, PATHS, st.sampled_from(["", "note_x"]))
def test_a_relative_address_resolves_to_its_target_wherever_the_site_lies(here, there, fragment):
    for base in ("https://example.org/", "https://example.org/repo/", "file:///media/stick/site/"):
        resolved = urljoin(urls.absolute(base, here), urls.relative(here, there, fragment))
        assert resolved == urls.absolute(base, there, fragment)
        assert unquote(resolved.partition("#")[0]) == base + there


def test_an_absolute_address_without_a_site_address_begins_at_the_root():
    assert urls.absolute("", "assets/style.css") == "/assets/style.css"
    assert urls.absolute("https://e.org/repo/", "articles/ä.html", "x") == "https://e.org/repo/articles/%C3%A4.html#x"


# ── what is shown where ──


def test_without_the_claims_a_claim_is_found_at_its_passage():
    everything, nothing = Urls.of(Settings("s")), Urls.of(Settings("s", outputs=()))
    assert everything.claim("2015/a#x") == urls.Address("claims/2015/a/x.html")
    assert nothing.claim("2015/a#x") == urls.Address("articles/2015/a.html", "x")
    assert nothing.article("2015/a") == urls.Address("articles/2015/a.html")


def test_names_whose_output_is_not_written_lead_nowhere():
    nothing = Urls.of(Settings("s", outputs=()))
    plain, speaker = Publisher("A", "a"), Publisher("RT", "rt", "rt")
    addresses = [
        nothing.speaker("amnesty"), nothing.verdict("false"), nothing.publisher(plain), nothing.publisher(speaker),
        nothing.tag("war"), nothing.page("about"), nothing.index("speakers"),
    ]  # fmt: skip
    assert not any(addresses)


def test_a_publisher_that_is_a_speaker_has_its_page_there():
    everything = Urls.of(Settings("s"))
    assert everything.publisher(Publisher("RT", "rt", "rt")).path == "speakers/rt.html"
    assert everything.publisher(Publisher("A", "a")).path == "publishers/a.html"


def test_an_unnamed_voice_has_no_page():
    assert not Urls.of(Settings("s")).speaker("")


@pytest.mark.parametrize("output", [name for name in OUTPUT_NAMES if name not in urls.BUILT_OUTPUTS])
def test_an_output_whose_part_is_not_built_gives_nothing(output):
    only = Urls.of(Settings("s", outputs=(output,)))
    assert not only.writes(output)
    assert not only.navigation(output)


def test_navigation_leads_to_lists_and_pages():
    everything = Urls.of(Settings("s"))
    entries = ["home", "articles", "speakers", "about"]
    paths = ["index.html", "articles/index.html", "speakers/index.html", "about.html"]
    assert [everything.navigation(entry).path for entry in entries] == paths


@pytest.mark.parametrize(
    ("path", "original"),
    [
        ("content/articles/x (conflicted copy).md", "content/articles/x.md"),
        ("articles/x (Anna's conflicted copy 2015-12-23).md", "articles/x.md"),
        ("articles/x (conflicted copy 2015-12-23 101010).yaml", "articles/x.yaml"),
        ("articles/x (Case Conflicted Copy 1).jpg", "articles/x.jpg"),
        ("x (Anna’s conflicted copy 2015-12-23) (1).md", "x.md"),
        ("report (1) (conflicted copy 2015-12-23).md", "report (1).md"),
        ("новости (conflicted copy 2015).md", "новости.md"),
        ("a.b (conflicted copy).tar.gz", ""),
        ("x.sync-conflict-20151223-101010-ABCDEFG.md", "x.md"),
        ("2015/x.y.sync-conflict-20151223-101010-A2C4E6G.yaml", "2015/x.y.yaml"),
        ("x (copy).md", ""),
        ("conflicted-copy.md", ""),
        ("a conflicted copy.md", ""),
        ("x (conflict).md", ""),
        ("x.sync-conflict.md", ""),
        ("conflict/x.md", ""),
        ("x (conflicted copy)/y.md", ""),
    ],
)
def test_what_a_program_for_syncing_could_not_merge_is_known_by_its_name(path, original):
    assert urls.original_of_copy(path) == original


# ── slugs ──


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Human Rights", "human-rights"),
        ("  --Air…strikes!! ", "air-strikes"),
        ("Größe", "grösse"),
        ("ﬁne ①", "fine-1"),
        ("e\u0301t\u00e9", "été"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("العَرَبِيَّة", "العَرَبِيَّة"),
        ("日本 語", "日本-語"),
        ("\u0301a", "a"),
        ("index", "index_"),
        ("Index", "index_"),
        ("page-two", "page-two"),
        ("CON", "con_"),
        ("lpt1", "lpt1_"),
        ("!!!", "x_e84c538e"),
    ],
)
def test_a_name_becomes_a_part_of_a_path(text, expected):
    assert urls.slug(text) == unicodedata.normalize("NFKC", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C#", "c-sharp"), ("C++", "c-plus-plus"), ("F#", "f-sharp"), ("A+", "a-plus"), ("C++17", "c-plus-plus-17"),
        ("C#/F#", "c-sharp-f-sharp"), ("LGBT+", "lgbt-plus"), ("1+1", "1-plus-1"), ("2#", "2-sharp"), ("é+", "é-plus"),
        ("#MeToo", "metoo"), ("+1", "1"), ("Track #5", "track-5"), ("a + b", "a-b"), ("C ++", "c"), ("(#)x", "x"),
        ("Ｃ＃", "c-sharp"), ("Ｃ＋＋", "c-plus-plus"), ("C＋＋", "c-plus-plus"), ("语言+", "语言-plus"),
        ("нет+", "нет-plus"),
        ("c#+", "c-sharp-plus"), ("C⁺", "c-plus"), ("C-#", "c"), ("C sharp", "c-sharp"),
    ],
)  # fmt: skip
def test_a_sharp_or_plus_behind_a_letter_or_digit_is_a_word_of_the_slug(text, expected):
    assert urls.slug(text) == expected


@pytest.mark.parametrize("text", ["#", "+", "##", "++ +"])
def test_signs_alone_make_no_word(text):
    assert urls.slug(text).startswith("x_")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_every_slug_can_be_a_file_and_is_the_same_for_any_case(text):
    name = urls.slug(text)
    assert name
    assert len(name.encode()) <= 100
    assert urls.taken_name(name) is None
    assert urls.path_problem(name) is None
    assert urls.slug(unicodedata.normalize("NFD", text)) == name


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_a_slug_without_accents_is_made_as_one_with_them(text):
    assert urls.slug(f"a {text} e") == urls.slug(f"a {text} é").replace("é", "e")


def test_long_names_that_differ_at_their_end_keep_different_slugs():
    assert urls.slug("語" * 60 + "a") != urls.slug("語" * 60 + "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Human Rights " * 9, "human-rights, " * 9),
        ("É" * 60, "e\u0301" * 60),
        ("ﬁne " * 30, "Fine " * 30),
        ("語 " * 60, "  語… " * 60),
    ],
)
def test_long_names_that_mean_the_same_have_the_same_slug(one, other):
    slug = urls.slug(one)
    assert len(slug.encode()) <= 100
    assert slug[-9] == "_", "it is cut and ends in a digest"
    assert urls.slug(other) == slug


def test_names_without_letters_that_mean_the_same_have_the_same_slug():
    assert urls.slug("\uff01\uff01") == urls.slug("!!") != urls.slug("!?")


def test_the_anchor_of_a_source_depends_on_nothing_else():
    written_out = Source(title="The report", url="https://e.org/r")
    assert urls.source_anchor(Source("report")) == "report"
    assert urls.source_anchor(written_out) == urls.source_anchor(
        Source(title="The report", url="https://e.org/r", date="2015")
    )
    assert urls.source_anchor(written_out).startswith("the-report_")
    assert urls.source_anchor(Source(url="https://e.org/r")) != urls.source_anchor(Source(url="http://e.org/r"))


# ── ids ──


@pytest.mark.parametrize(
    "name",
    [
        "2015/amnesty-syria",
        "a",
        "2015/Größe und Maß",
        "سوريا/خبر",
        "2015/page-two",
        "index/a",
        "con-man",
        "a.b",
        "x" * 100,
    ],
)
def test_an_id_may_keep_its_letters(name):
    assert urls.article_id_problem(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "empty"),
        ("2015//a", "empty part"),
        ("2015/", "empty part"),
        ("/a", "empty part"),
        ("../a", "begins with “.”"),
        (".git/a", "begins with “.”"),
        ("a/_b", "begins with “_”"),
        ("a./b", "ends in a dot"),
        ("a /b", "ends in a space"),
        ("x" * 101, "longer than 100 bytes"),
        ("語" * 34, "longer than 100 bytes"),
        ("Con", "device"),
        ("aux/b", "device"),
        ("a/nul.txt", "device"),
        ("a/COM¹", "device"),
        *((f"a{sign}b", f"contains “{sign}”") for sign in '\\:*?"<>|#%'),
        ("a\0b", "control character"),
        ("a\nb", "control character"),
        ("a\u202eb", "control character"),
        ("2015/index", "reserved for list pages"),
        ("2015/INDEX", "reserved for list pages"),
    ],
)
def test_an_id_that_some_system_could_not_hold_is_refused(name, words):
    assert words in (urls.article_id_problem(name) or "")


@pytest.mark.parametrize(
    ("one", "other"), [("A/b", "a/B"), ("\u00e9", "e\u0301"), ("STRASSE", "straße"), ("Ω", "\u2126"), ("ά", "α\u0301")]
)
def test_paths_that_fall_together_are_folded_alike(one, other):
    assert urls.folded(one) == urls.folded(other)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_folding_twice_changes_nothing(text):
    assert urls.folded(urls.folded(text)) == urls.folded(text)


@pytest.mark.parametrize(
    ("file", "written", "target"),
    [
        ("content/articles/2015/a.md", "b.md", "articles/2015/b.html"),
        ("content/articles/2015/a.md", "../../pages/about.md", "about.html"),
        ("content/articles/2015/a.md", "./x.jpg", "articles/2015/x.jpg"),
        ("content/articles/2015/a.md", "", "articles/2015/a.html"),
        ("content/pages/about.md", "y.png", "y.png"),
        ("content/pages/about.md", "../../site.yaml", ""),
        ("content/pages/about.md", "../../../../etc/passwd", ""),
        ("content/pages/about.md", "/etc/passwd", ""),
        ("content/pages/about.md", "..\\x", ""),
    ],
)
def test_a_link_is_read_from_the_file_that_holds_it(file, written, target):
    assert urls.link_target(file, written) == target
    assert not posixpath.isabs(target)


def test_a_path_leads_back_to_its_article():
    assert urls.article_at(urls.article_path("2015/a")) == "2015/a"
    assert urls.article_with(urls.article_path("2015/a")) == urls.article_with(urls.claim_path("2015/a#b")) == "2015/a"
    assert not any(map(urls.article_at, ("articles/2015/a.jsonld", "claims/2015/a/b.html", "index.html", "")))
    assert not any(map(urls.article_with, ("articles/2015/a.jsonld", "claims/index.html", "claims/2015.csv", "")))
