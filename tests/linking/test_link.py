"""Linking: claims and their appearances, exchanges, voices, speakers, publishers, tags, sources, former addresses."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.linking.exchanges import DEEPEST_TURN, MOST_WHOLE, Turn, turns
from generator.linking.queries import article_days, listed_voice, spelling
from generator.model import (
    Archive,
    ArticleFacts,
    Citation,
    CitedSource,
    LocalSpeaker,
    Organization,
    PageFacts,
    Publisher,
    Registry,
    Role,
    Source,
    Speaker,
    SpeakerRef,
    Voice,
)
from generator.text import direction_of
from generator.urls import source_anchor
from generator.values import replace
from tests.archives import link
from tests.facts import REGISTRY, SETTINGS, SPEAKERS, answer, article, claim, note


def linked(
    *facts: ArticleFacts, registry: Registry = REGISTRY, pages: tuple[PageFacts, ...] = (), **settings
) -> Archive:
    return link(facts, registry, replace(SETTINGS, **settings), pages)


# ── articles ──


def test_articles_stand_newest_first_and_know_their_neighbours():
    archive = linked(article("b"), article("c", date="2016-01-01"), article("a"))
    assert [(a.id, a.earlier, a.later) for a in archive.articles] == [("c", "b", ""), ("b", "a", "c"), ("a", "", "b")]
    assert archive.articles_by_id["b"].instant == "2015-12-23T00:00:00Z"


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2015-12-31", "2015-12-31"),
        ("2015-12-31T23:30", "2015-12-31"),
        ("2015-12-31T23:30Z", "2016-01-01"),
        ("2016-01-01T01:00+03:00", "2015-12-31"),
        ("0001-01-01T00:30+14:00", "0001-01-01"),
    ],
)
def test_an_article_s_day_is_that_in_the_time_zone_of_the_site(date, day):
    archive = linked(article("a", date=date), timezone="Europe/Berlin")
    assert article_days(archive) == {"a": day}


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("HE", "rtl"), ("ur", "rtl"), ("ps", "rtl"), ("ckb", "rtl"),
        ("yi", "rtl"), ("dv", "rtl"), ("syr", "rtl"), ("sd", "rtl"), ("ug", "rtl"), ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"), ("ku", "ltr"),
        ("ku-Arab-IQ", "rtl"), ("uz_Arab", "rtl"), ("ru", "ltr"), ("arn", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_the_direction_follows_from_the_script(language, direction):
    assert direction_of(language) == direction


def test_an_article_speaks_the_language_of_the_site_unless_it_says_otherwise():
    archive = linked(article("a"), article("b", language="ar"), article("c", direction="rtl"))
    spoken = {a.id: (a.language, a.direction) for a in archive.articles}
    assert spoken == {"a": ("en", "ltr"), "b": ("ar", "rtl"), "c": ("en", "rtl")}


def test_shown_words_have_the_language_of_the_quote_or_of_the_editors():
    paraphrases = (claim("x", statement="So."), claim("y", statement="So.", language="fr"))
    without_quote = claim("z", quote="", statement="So.", language="fr")
    facts = article(
        "a", *paraphrases, without_quote, claim("q"), claim("r", language="ru"), language="ar", direction="ltr"
    )
    statements = linked(facts, language="de").statements
    spoken = {ref: (s.language, s.direction) for ref, s in statements.items()}
    assert spoken == {
        "a#x": ("de", "ltr"),
        "a#y": ("de", "ltr"),
        "a#z": ("fr", "ltr"),
        "a#q": ("ar", "ltr"),
        "a#r": ("ru", "ltr"),
    }


# ── drafts ──


def test_nothing_of_a_draft_and_nothing_that_points_at_it_is_left():
    secret = "hush"
    draft = article(
        f"2016/{secret}", claim(secret, speaker="someone", tags=(secret,), sources=(Citation(Source(title=secret)),)),
        answer(f"{secret}-2", "a#x"),
        speakers=(LocalSpeaker("someone", Speaker("someone", secret)),), publisher=secret, tags=(secret,), draft=True,
        aliases=(f"old-{secret}",), date="2016-01-01",
    )  # fmt: skip
    public = article("a", claim("x", repeats=f"2016/{secret}#{secret}"), answer("y", f"2016/{secret}#{secret}", "a#x"))
    page = PageFacts("p", "content/pages/p.md", secret, secret, draft=True, aliases=(secret,))
    archive = linked(public, draft, pages=(page,))
    assert secret not in repr(archive)
    assert archive.statements["a#x"].root == "a#x"
    assert archive.statements["a#y"].targets == ("a#x",)
    assert archive.claims[0].answers == ("a#y",)
    everything = linked(public, draft, pages=(page,), drafts=True)
    assert everything.statements["a#x"].root == f"2016/{secret}#{secret}"
    assert secret in repr(everything)


def test_who_published_a_source_is_shown_where_the_source_is_and_no_draft_s_secret_is():
    house = Speaker("house", "The House", kind="outlet")
    registry = Registry({**SPEAKERS, "house": house}, {"shared": Source("shared", publisher="house")})
    draft = article("d", claim("x", "house", sources=(Citation("shared"),)), draft=True)
    assert "house" not in linked(draft, registry=registry).speakers_by_id
    public = article("a", claim("x", sources=(Citation("shared"),)))
    archive = linked(draft, public, registry=registry)
    assert "house" in archive.speakers_by_id
    (cited,) = archive.statements["a#x"].sources
    assert cited.publisher == Publisher("The House", "house", "house")
    assert cited.page == "sources/house.html"


# ── claims ──


def test_a_chain_of_repeats_leads_to_one_claim_with_all_appearances_by_date():
    archive = linked(
        article("b", claim("x", verdict="false"), date="2015-02-01"),
        article("c", claim("x", repeats="b#x"), date="2015-03-01"),
        article("a", claim("x", repeats="c#x"), date="2015-01-01"),
    )
    assert [(c.ref, c.appearances) for c in archive.claims] == [("b#x", ("a#x", "b#x", "c#x"))]
    assert {s.root for s in archive.statements.values()} == {"b#x"}
    assert {s.verdict.key for s in archive.statements.values() if s.verdict} == {"false"}


def test_in_a_circle_of_repeats_each_claim_is_itself_and_what_leads_into_it_repeats():
    archive = linked(
        article(
            "a",
            claim("x", repeats="a#y"),
            claim("y", repeats="a#x"),
            claim("z", repeats="a#x"),
            claim("w", repeats="a#w"),
        )
    )
    assert {ref: s.root for ref, s in archive.statements.items()} == {
        "a#x": "a#x",
        "a#y": "a#y",
        "a#z": "a#x",
        "a#w": "a#w",
    }


def test_an_unknown_verdict_is_no_verdict():
    assert linked(article("a", claim("x", verdict="odd"))).statements["a#x"].verdict is None


def test_claims_stand_newest_first_and_in_the_order_of_their_notes():
    archive = linked(
        article("a", claim("x"), claim("w")), article("b", claim("v"), note("n"), answer("c", "a#x"), date="2016-01-01")
    )
    assert [c.ref for c in archive.claims] == ["b#v", "a#x", "a#w"]


# ── exchanges ──


def test_answers_to_any_appearance_are_the_claims_own_article_first():
    archive = linked(
        article("b", claim("x"), answer("own", "b#x"), date="2015-02-01"),
        article("a", claim("x", repeats="b#x"), answer("older", "a#x"), date="2015-01-01"),
        article("c", answer("newer", "b#x", "a#x"), date="2015-03-01"),
    )
    assert archive.claims[0].answers == ("b#own", "a#older", "c#newer")
    assert archive.statements["b#x"].answers == ("b#own", "c#newer")
    assert archive.statements["a#x"].answers == ("a#older", "c#newer")
    assert archive.statements["c#newer"].targets == ("b#x", "a#x")


def shape(exchange: tuple[Turn, ...]) -> list[object]:
    return [(turn.statement.id, shape(turn.answers)) if turn.answers else turn.statement.id for turn in exchange]


def test_an_exchange_is_a_tree_in_which_each_statement_stands_once():
    archive = linked(
        article(
            "a",
            claim("x"),
            answer("p", "a#x", relation="rebuts"),
            answer("q", "a#p", parent="p"),
            answer("r", "a#x", "a#q"),
            answer("s", "a#x"),
        )
    )
    assert shape(turns(archive, "a#x")) == [("p", [("q", ["r"])]), "s"]
    assert turns(archive, "a#x")[0].relation == "rebuts"
    assert shape(turns(archive, "a#p")) == [("q", ["r"])]
    assert turns(archive, "a#s") == ()


def test_an_exchange_in_a_circle_is_broken_where_to_was_written():
    archive = linked(article("a", claim("x"), answer("p", "a#x", "a#q"), answer("q", "a#p", parent="p")))
    assert shape(turns(archive, "a#x")) == [("p", ["q"])]
    assert archive.statements["a#p"].targets == ("a#x",)


def test_a_very_deep_exchange_goes_on_side_by_side():
    size = 3000
    archive = linked(article("a", claim("c0"), *(answer(f"c{n}", f"a#c{n - 1}") for n in range(1, size))))
    exchange = turns(archive, "a#c0")
    depth = 0
    while len(exchange) == 1:
        depth, exchange = depth + 1, exchange[0].answers
    assert depth == DEEPEST_TURN - 1
    assert [turn.statement.id for turn in exchange] == [f"c{n}" for n in range(DEEPEST_TURN, size)]


def test_an_exchange_that_branches_and_meets_again_stays_small():
    layers = [(f"l{n}", f"r{n}") for n in range(30)]
    met = [answer(name, *(f"a#{below}" for below in layers[n - 1])) for n in range(1, 30) for name in layers[n]]
    archive = linked(article("a", claim("x"), answer("l0", "a#x"), answer("r0", "a#x"), *met))
    assert repr(turns(archive, "a#x")).count("Turn(") == 60


@pytest.mark.parametrize("between", [[], ["p"], ["p", "q", "r"]], ids=["directly", "through one", "through several"])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the same article", "in another"])
def test_an_answer_to_many_claims_has_its_answers_only_with_the_first(between, elsewhere):
    claims = [claim(f"c{n:02}") for n in range(MOST_WHOLE + 3)]
    all_claims = [f"a#{one.id}" for one in claims]
    home = "b" if elsewhere else "a"
    chain = [*between, "last"]
    answers = [answer(chain[0], *all_claims)]
    answers += [answer(name, f"{home}#{above}") for above, name in pairwise(chain)]
    answers.append(answer("below", f"{home}#{chain[0]}"))
    archive = (
        linked(article("a", *claims, *answers))
        if not elsewhere
        else linked(article("a", *claims), article("b", *answers))
    )
    for number, ref in enumerate(all_claims):
        (turn,) = turns(archive, ref)
        assert turn.statement.id == chain[0]
        assert bool(turn.answers) == (number < MOST_WHOLE)
        assert turn.whole_in == ("" if number < MOST_WHOLE else "a#c00")
    assert turns(archive, f"{home}#{chain[0]}")


def test_claims_that_many_answers_lead_to_in_layers_share_what_is_above_them():
    """Each answers two; the last is in the exchange of every claim, and what answers it in that of the first few."""
    below = [f"c{n}" for n in range(64)]
    made = [claim(name) for name in below]
    while len(below) > 1:
        above = [f"n{len(below)}-{n}" for n in range(len(below) // 2)]
        made += [
            answer(name, f"a#{one}", f"a#{two}") for name, one, two in zip(above, below[::2], below[1::2], strict=True)
        ]
        below = above
    made += [answer(f"top{n}", f"a#{below[0]}") for n in range(64)]
    archive = linked(article("a", *made))
    sizes = [repr(turns(archive, f"a#c{n}")).count("Turn(") for n in range(64)]
    assert sizes[:MOST_WHOLE] == [6 + 64] * MOST_WHOLE
    assert max(sizes[MOST_WHOLE:]) <= 6


def test_an_answer_to_as_many_claims_as_may_be_is_whole_in_each():
    refs = [f"a#c{n}" for n in range(MOST_WHOLE)]
    archive = linked(
        article("a", *(claim(ref[2:]) for ref in refs), answer("p", *refs), answer("q", "a#p")),
    )
    assert [shape(turns(archive, ref)) for ref in refs] == [[("p", ["q"])]] * MOST_WHOLE


# ── voices ──


def voice_in(archive: Archive, ref: str) -> Voice | None:
    return archive.statements[ref].voice


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("rt", Voice("outlet", "rt", "RT", short="RT", nature="outlet")),
        ("Sputnik", Voice("outlet", "", "Sputnik")),
        ("", Voice("outlet", "", "")),
    ],
)
def test_the_outlet_is_whoever_publishes_the_article(publisher, expected):
    assert voice_in(linked(article("a", claim("x", "outlet"), publisher=publisher)), "a#x") == expected


def test_editors_unnamed_and_unknown_voices_have_no_page():
    unnamed = replace(claim("u"), speaker=SpeakerRef(unnamed="a senior official"))
    archive = linked(
        article("a", claim("e", "editors"), unnamed, claim("n", "nobody")), organization=Organization("We")
    )
    assert voice_in(archive, "a#e") == Voice("editors", "", "We")
    assert voice_in(archive, "a#u") == Voice("unnamed", "", "a senior official")
    assert voice_in(archive, "a#n") == Voice("unnamed", "", "nobody")
    assert voice_in(linked(article("a", claim("e", "editors"))), "a#e") == Voice("editors", "", "")


ROLES = (Role("Major", "mod", since="2010", until="2013"), Role("Spokesman", since="2014"))


@pytest.mark.parametrize(
    ("entry", "said", "expected"),
    [
        (None, "2009", ("General", "Ministry of Defence")),
        (None, "2013-12-31", ("Major", "Ministry of Defence")),
        (None, "2014", ("Spokesman", "")),
        (None, "", ("Spokesman", "")),
        (LocalSpeaker("k", None, role="Guest"), "2013", ("Guest", "Ministry of Defence")),
        (LocalSpeaker("k", None, organization="amnesty"), "2013", ("Major", "Amnesty International")),
        (LocalSpeaker("k", None, organization="nowhere"), "2013", ("Major", "")),
    ],
)
def test_the_role_shown_is_the_sidecars_then_the_one_held_then_the_general_one(entry, said, expected):
    person = Speaker("k", "K", role="General", organization="mod", roles=ROLES)
    facts = article("a", claim("x", "k", said=said), speakers=(entry,) if entry else ())
    voice = voice_in(linked(facts, registry=Registry({**SPEAKERS, "k": person})), "a#x")
    assert voice is not None
    assert (voice.role, voice.organization) == expected


def test_a_speaker_of_one_sidecar_is_a_speaker_of_the_archive():
    entry = LocalSpeaker("new", Speaker("new", "N", role="Witness"))
    archive = linked(article("a", claim("x", "new"), speakers=(entry,)), article("b", claim("x", "new")))
    assert voice_in(archive, "b#x") == Voice("speaker", "new", "N", "Witness", short="N")
    assert archive.speakers_by_id["new"].claims == ("b#x", "a#x")


def test_what_is_said_without_a_date_was_said_on_the_articles_day():
    archive = linked(article("a", claim("x"), claim("y", said="2014-05"), date="2016-01-01T01:00+03:00"))
    assert [s.said for s in archive.statements.values()] == ["2016-01-01", "2014-05"]


def test_a_note_is_nobodys():
    assert voice_in(linked(article("a", note("n"))), "a#n") is None


# ── speakers ──


def test_what_is_known_through_others_is_reported_and_not_said():
    via = (SpeakerRef("konashenkov"),)
    archive = linked(
        article("a", claim("x", "amnesty", via=via), claim("y", "amnesty"), answer("c", "a#x", speaker="konashenkov"))
    )
    amnesty, konashenkov = archive.speakers_by_id["amnesty"], archive.speakers_by_id["konashenkov"]
    assert (amnesty.claims, amnesty.reported) == (("a#y",), ("a#x",))
    assert (konashenkov.claims, konashenkov.reported) == ((), ())
    assert archive.statements["a#x"].via == (
        Voice("speaker", "konashenkov", "Igor Konashenkov", "", "Ministry of Defence", "Igor Konashenkov"),
    )
    assert amnesty.answered_by == ()
    assert konashenkov.answering == ("a#c",)


def test_who_answers_oneself_answers_nobody_else():
    archive = linked(article("a", claim("x"), answer("own", "a#x", speaker="konashenkov"), answer("theirs", "a#x")))
    konashenkov, amnesty = archive.speakers_by_id["konashenkov"], archive.speakers_by_id["amnesty"]
    assert (konashenkov.answered_by, konashenkov.answering) == (("a#theirs",), ())
    assert (amnesty.answered_by, amnesty.answering) == ((), ("a#theirs",))


def test_a_claim_that_is_repeated_counts_once_for_each_speaker():
    archive = linked(
        article("a", claim("x"), claim("y", "amnesty", repeats="a#x"), date="2015-01-01"),
        article("b", claim("x", repeats="a#x"), claim("y", "amnesty", repeats="a#x"), date="2015-02-01"),
    )
    assert archive.speakers_by_id["konashenkov"].claims == ("a#x",)
    assert archive.speakers_by_id["amnesty"].claims == ("a#y",)


def test_an_outlet_speaks_in_its_own_articles():
    archive = linked(
        article("a", claim("x", "outlet"), publisher="rt"), article("b", publisher="rt", date="2016-01-01")
    )
    record = archive.speakers_by_id["rt"]
    assert (record.claims, record.articles) == (("a#x",), ("b", "a"))


def test_an_organization_knows_its_people_and_unknown_ones_are_left_out():
    lost = Speaker("lost", "Lost", organization="gone", roles=(Role("R", "gone"), Role("S", "mod")))
    archive = linked(registry=Registry({**SPEAKERS, "lost": lost}))
    assert archive.speakers_by_id["mod"].people == ("konashenkov", "lost")
    shown = archive.speakers_by_id["lost"].speaker
    assert (shown.organization, shown.roles) == ("", (Role("R"), Role("S", "mod")))


def test_speakers_stand_by_name_whatever_its_case_and_accents():
    named = {n: Speaker(n, name) for n, name in (("a", "zoe"), ("b", "Émile"), ("c", "Fred"), ("d", "eva"))}
    assert [r.speaker.name for r in linked(registry=Registry(named)).speakers] == ["Émile", "eva", "Fred", "zoe"]


# ── publishers, tags, sources ──


def test_spellings_with_one_slug_are_one_publisher_under_the_usual_one_and_each_article_keeps_its_own():
    archive = linked(
        article("a", publisher="Sputnik News"),
        article("b", publisher="Sputnik news"),
        article("c", publisher="Sputnik news"),
        article("d", publisher="rt"),
    )
    assert [(p.name, p.slug, p.speaker, p.articles) for p in archive.publishers] == [
        ("RT", "rt", "rt", ("d",)),
        ("Sputnik news", "sputnik-news", "", ("c", "b", "a")),
    ]
    publisher = archive.articles_by_id["a"].publisher
    assert publisher is not None
    assert (publisher.name, publisher.slug, publisher.articles) == ("Sputnik News", "sputnik-news", ())


@pytest.mark.parametrize("name", ["*  *", "Sputnik  News", "e\u0301cho"])
def test_a_publisher_is_shown_with_single_spaces_and_composed_letters(name):
    archive = linked(article("a", publisher=name))
    (publisher,) = archive.publishers
    assert publisher.name == spelling(name)
    assert archive.articles_by_id["a"].publisher == replace(publisher, articles=())


def test_lists_that_group_by_voice_name_an_outlet_as_its_page_does():
    archive = linked(
        article("a", claim("x", "outlet"), publisher="Sputnik News"),
        article("b", publisher="Sputnik news"),
        article("c", publisher="Sputnik news"),
    )
    voice = voice_in(archive, "a#x")
    assert voice == Voice("outlet", "", "Sputnik News")
    assert listed_voice(archive, voice) == Voice("outlet", "", "Sputnik news")
    speaker = Voice("speaker", "rt", "RT")
    assert listed_voice(archive, speaker) is speaker


def test_a_tag_lists_articles_and_claims_under_its_usual_spelling():
    archive = linked(
        article("a", claim("x", tags=("War",)), claim("y", repeats="a#x", tags=("war",)), tags=("War", "Peace")),
        article("b", answer("c", "a#x", tags=("war!",)), date="2016-01-01"),
    )
    assert [(t.name, t.slug, t.articles, t.claims) for t in archive.tags] == [
        ("Peace", "peace", ("a",), ()),
        ("War", "war", ("b", "a"), ("a#x",)),
    ]


def test_sources_are_cited_newest_first_and_equal_ones_are_one():
    old, new = Source(title="T", url="https://e.org", date="2015"), Source(title="T", url="https://e.org", date="2016")
    other = Source(url="https://e.org")
    archive = linked(
        article("a", claim("x", sources=(Citation("report", "p. 1"), Citation(old))), date="2015-01-01"),
        article(
            "b", answer("c", "a#x", sources=(Citation(new), Citation("gone"), Citation("report"), Citation(other)))
        ),
    )
    assert {r.slug: (r.source, r.cited_by) for r in archive.sources} == {
        source_anchor(other): (other, (("b#c", ""),)),
        source_anchor(old): (old, (("b#c", ""), ("a#x", ""))),
        "report": (REGISTRY.sources["report"], (("b#c", ""), ("a#x", "p. 1"))),
    }
    assert archive.statements["a#x"].sources[0] == CitedSource(
        REGISTRY.sources["report"], "p. 1", "", None, "sources/other.html"
    )
    assert [cited.bearing for cited in archive.statements["b#c"].sources] == ["answers"] * 3


def test_a_shared_source_is_listed_even_where_nobody_cites_it():
    assert [(r.slug, r.cited_by) for r in linked().sources] == [("report", ())]


# ── former addresses ──


def test_former_addresses_lead_on_for_articles_their_claims_and_pages():
    facts = article("b", claim("x", aliases=("y",)), answer("c", "b#x", aliases=("d",)), aliases=("a",))
    page = PageFacts("about", "content/pages/about.md", "About", "", aliases=("us",))
    assert linked(facts, pages=(page,)).aliases == (
        ("articles/a.html", "articles/b.html"),
        ("claims/a/x.html", "claims/b/x.html"),
        ("claims/a/y.html", "claims/b/x.html"),
        ("claims/b/y.html", "claims/b/x.html"),
        ("us.html", "about.html"),
    )
    assert linked(facts, pages=(page,), outputs=("articles",)).aliases == (("articles/a.html", "articles/b.html"),)


def test_a_former_address_never_hides_what_exists():
    facts = (
        article("a"),
        article("b", claim("x"), claim("y", aliases=("x",)), aliases=("A", "c")),
        article("d", aliases=("c",)),
    )
    pages = (PageFacts("p", "", "P", ""), PageFacts("q", "", "Q", "", aliases=("P",)))
    aliases = linked(*facts, pages=pages).aliases
    assert ("articles/c.html", "articles/d.html") in aliases
    assert {old for old, _ in aliases} == {
        "articles/c.html",
        "claims/A/x.html",
        "claims/A/y.html",
        "claims/c/x.html",
        "claims/c/y.html",
    }


# ── all of it ──


REFS = st.tuples(st.sampled_from("abcd"), st.sampled_from("vwxyz")).map("#".join)
ANNOTATIONS = st.lists(
    st.one_of(
        st.builds(
            claim, st.sampled_from("vwx"), st.sampled_from([*SPEAKERS, "nobody", "outlet"]), repeats=REFS | st.just("")
        ),
        st.builds(lambda name, to: answer(name, *to), st.sampled_from("yz"), st.lists(REFS, min_size=1, max_size=3)),
    ),
    unique_by=lambda annotation: annotation.id,
)
ARTICLES = st.lists(
    st.builds(
        lambda name, annotations, draft, day: article(name, *annotations, draft=draft, date=f"2015-01-0{day}"),
        st.sampled_from("abc"),
        ANNOTATIONS,
        st.booleans(),
        st.integers(1, 3),
    ),
    unique_by=lambda facts: facts.id,
)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_every_reference_leads_to_something_that_is_there_in_whatever_order_articles_come(facts, chance: random.Random):
    archive = linked(*facts)
    for statement in archive.statements.values():
        assert statement.article in archive.articles_by_id
        assert archive.statements[statement.root].root == statement.root
        assert {*statement.targets, *statement.answers} <= archive.statements.keys()
        assert all(statement.ref in archive.statements[to].answers for to in statement.targets)
        assert len(turns(archive, statement.ref)) <= len(archive.statements)
    for claim_ in archive.claims:
        assert claim_.ref in claim_.appearances
    assert sorted(ref for c in archive.claims for ref in c.appearances) == sorted(
        s.ref for s in archive.statements.values() if s.kind == "claim"
    )
    shuffled = list(facts)
    chance.shuffle(shuffled)
    assert linked(*shuffled) == archive
