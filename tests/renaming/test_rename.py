"""What is renamed is renamed wherever it is named, and no other byte changes."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

import pytest

from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.rename import Renamed, renaming
from generator.renaming.renaming import Renaming

SPEAKERS = """\
# Who can speak.
amnesty:            # in London
  name: Amnesty International
  kind: organization
  # checked in May
  description: See [the report](articles/2015/report.md#denial).

'press-tv': {name: Press TV, organization: irib}
irib:
  name: IRIB
  roles:
    - {title: Partner, organization: amnesty}
"""
SOURCES = """\
amnesty-report:
  title: The report
  publisher: amnesty
amnesty-map:
  title: amnesty and others
  publisher: Amnesty International
"""
REPORT = """\
---
title: amnesty
date: 2015-12-23
publisher: press-tv
tags: [Syria, "air strikes"]
image: {src: ../map.png, alt: A map}
---

See [below](#denial), [itself](report.md), [the other](../2016/other.md#note_again "A title"),
`[code](report.md)`, [far](https://example.org/report.md) and ![a map](../map.png).

[ref]: <../2016/other.md>
"""
SIDECAR = """\
speakers:
  amnesty:
    role: Watchdog
claims:
  denial:
    speaker: press-tv
    via: amnesty    # who said so
    quote: amnesty
    note: |
      amnesty says so in [the other](../2016/other.md), and [here](#denial).
    sources: [amnesty-report p. 12, https://example.org/amnesty-report]
    tags: [syria]
    counterpoints:
      reply:
        speaker: "amnesty"
        via: [press-tv, 'amnesty']
        statement: amnesty
        sources:
          - amnesty-report   # all of it
          - {title: A leaflet, publisher: amnesty}
counterpoints:
  later: {to: [denial, 2015/report#reply], speaker: amnesty, statement: It is.}
"""
OTHER = """\
---
title: Other
date: 2016-01-01
aliases: other
---

It is, says [a report](../2015/report.md#ref_denial_2).
"""
OTHER_SIDECAR = """\
claims:
  again:
    repeats: "2015/Report#denial"
    speaker: outlet
    quote: It is
  denial:
    speaker: amnesty
    quote: a report
"""
LAYER = """\
claims:
  mine: {speaker: amnesty, quote: map}
counterpoints:
  no: {to: denial, speaker: outlet, statement: No.}
"""
SITE = "title: A site\nfeatured: 2015/report#denial   # for now\nnavigation: [articles, about]\n"
ABOUT = "---\ntitle: About amnesty\n---\n\n- [A report](../articles/2015/report.md)\n"
TEXTS = {
    "site.yaml": SITE,
    "content/speakers.yaml": SPEAKERS,
    "content/sources.yaml": SOURCES,
    "content/articles/2015/report.md": REPORT,
    "content/articles/2015/report.yaml": SIDECAR,
    "content/articles/2015/report.lr.yaml": LAYER,
    "content/articles/2016/other.md": OTHER,
    "content/articles/2016/other.yaml": OTHER_SIDECAR,
    "content/pages/about.md": ABOUT,
}
Lines = Mapping[str, tuple[tuple[str, str], ...]]
"""By path, pairs of a line and the lines in its place."""

CASES: dict[str, tuple[Renamed, str, str, Lines]] = {
    "speaker": (
        "speaker", "amnesty", "ai",
        {
            "content/speakers.yaml": (
                ("amnesty:            # in London", "ai:            # in London"),
                ("  description: See [the report](articles/2015/report.md#denial).",
                 "  description: See [the report](articles/2015/report.md#denial).\n  aliases: [amnesty]"),
                ("    - {title: Partner, organization: amnesty}", "    - {title: Partner, organization: ai}"),
            ),
            "content/sources.yaml": (("  publisher: amnesty", "  publisher: ai"),),
            "content/articles/2015/report.yaml": (
                ("  amnesty:", "  ai:"),
                ("    via: amnesty    # who said so", "    via: ai    # who said so"),
                ('        speaker: "amnesty"', '        speaker: "ai"'),
                ("        via: [press-tv, 'amnesty']", "        via: [press-tv, 'ai']"),
                ("          - {title: A leaflet, publisher: amnesty}", "          - {title: A leaflet, publisher: ai}"),
                ("  later: {to: [denial, 2015/report#reply], speaker: amnesty, statement: It is.}",
                 "  later: {to: [denial, 2015/report#reply], speaker: ai, statement: It is.}"),
            ),
            "content/articles/2015/report.lr.yaml": (
                ("  mine: {speaker: amnesty, quote: map}", "  mine: {speaker: ai, quote: map}"),
            ),
            "content/articles/2016/other.yaml": (("    speaker: amnesty", "    speaker: ai"),),
        },
    ),
    "speaker in braces": (
        "speaker", "press-tv", "tv",
        {
            "content/speakers.yaml": (
                ("'press-tv': {name: Press TV, organization: irib}",
                 "'tv': {name: Press TV, organization: irib, aliases: [press-tv]}"),
            ),
            "content/articles/2015/report.md": (("publisher: press-tv", "publisher: tv"),),
            "content/articles/2015/report.yaml": (
                ("    speaker: press-tv", "    speaker: tv"),
                ("        via: [press-tv, 'amnesty']", "        via: [tv, 'amnesty']"),
            ),
        },
    ),
    "source": (
        "source", "amnesty-report", "report-of-december",
        {
            "content/sources.yaml": (
                ("amnesty-report:", "report-of-december:"),
                ("  publisher: amnesty", "  publisher: amnesty\n  aliases: [amnesty-report]"),
            ),
            "content/articles/2015/report.yaml": (
                ("    sources: [amnesty-report p. 12, https://example.org/amnesty-report]",
                 "    sources: [report-of-december p. 12, https://example.org/amnesty-report]"),
                ("          - amnesty-report   # all of it", "          - report-of-december   # all of it"),
            ),
        },
    ),
    "tag": (
        "tag", "syria", "Levant: a, b",
        {
            "site.yaml": (
                ("navigation: [articles, about]",
                 'navigation: [articles, about]\ntags:\n  "Levant: a, b":\n    aliases: [syria]'),
            ),
            "content/articles/2015/report.md": (
                ('tags: [Syria, "air strikes"]', 'tags: ["Levant: a, b", "air strikes"]'),
            ),
            "content/articles/2015/report.yaml": (("    tags: [syria]", '    tags: ["Levant: a, b"]'),),
        },
    ),
    "spelling of a tag": (
        "tag", "air-strikes", "Air strikes",
        {"content/articles/2015/report.md": (('tags: [Syria, "air strikes"]', 'tags: [Syria, "Air strikes"]'),)},
    ),
    "annotation": (
        "annotation", "2015/report#denial", "no-such-thing",
        {
            "site.yaml": (
                ("featured: 2015/report#denial   # for now", "featured: 2015/report#no-such-thing   # for now"),
            ),
            "content/speakers.yaml": (
                ("  description: See [the report](articles/2015/report.md#denial).",
                 "  description: See [the report](articles/2015/report.md#no-such-thing)."),
            ),
            "content/articles/2015/report.md": (
                ('See [below](#denial), [itself](report.md), [the other](../2016/other.md#note_again "A title"),',
                 "See [below](#no-such-thing), [itself](report.md), "
                 '[the other](../2016/other.md#note_again "A title"),'),
            ),
            "content/articles/2015/report.yaml": (
                ("  denial:", "  no-such-thing:"),
                ("      amnesty says so in [the other](../2016/other.md), and [here](#denial).",
                 "      amnesty says so in [the other](../2016/other.md), and [here](#no-such-thing)."),
                ("    tags: [syria]", "    tags: [syria]\n    aliases: [denial]"),
                ("  later: {to: [denial, 2015/report#reply], speaker: amnesty, statement: It is.}",
                 "  later: {to: [no-such-thing, 2015/report#reply], speaker: amnesty, statement: It is.}"),
            ),
            "content/articles/2015/report.lr.yaml": (
                ("  no: {to: denial, speaker: outlet, statement: No.}",
                 "  no: {to: no-such-thing, speaker: outlet, statement: No.}"),
            ),
            "content/articles/2016/other.md": (
                ("It is, says [a report](../2015/report.md#ref_denial_2).",
                 "It is, says [a report](../2015/report.md#ref_no-such-thing_2)."),
            ),
            "content/articles/2016/other.yaml": (
                ('    repeats: "2015/Report#denial"', '    repeats: "2015/Report#no-such-thing"'),
            ),
        },
    ),
    "article": (
        "article", "2015/report", "syria/ein Bericht",
        {
            "site.yaml": (
                ("featured: 2015/report#denial   # for now", "featured: syria/ein Bericht#denial   # for now"),
            ),
            "content/speakers.yaml": (
                ("  description: See [the report](articles/2015/report.md#denial).",
                 "  description: See [the report](articles/syria/ein%20Bericht.md#denial)."),
            ),
            "content/articles/2015/report.md": (
                ('tags: [Syria, "air strikes"]', 'tags: [Syria, "air strikes"]\naliases: [2015/report]'),
                ("See [below](#denial), [itself](report.md), [the other](../2016/other.md#note_again \"A title\"),",
                 "See [below](#denial), [itself](ein%20Bericht.md), "
                 "[the other](../2016/other.md#note_again \"A title\"),"),
            ),
            "content/articles/2015/report.yaml": (
                ("  later: {to: [denial, 2015/report#reply], speaker: amnesty, statement: It is.}",
                 "  later: {to: [denial, syria/ein Bericht#reply], speaker: amnesty, statement: It is.}"),
            ),
            "content/articles/2016/other.md": (
                ("It is, says [a report](../2015/report.md#ref_denial_2).",
                 "It is, says [a report](../syria/ein%20Bericht.md#ref_denial_2)."),
            ),
            "content/articles/2016/other.yaml": (
                ('    repeats: "2015/Report#denial"', '    repeats: "syria/ein Bericht#denial"'),
            ),
            "content/pages/about.md": (
                ("- [A report](../articles/2015/report.md)", "- [A report](../articles/syria/ein%20Bericht.md)"),
            ),
        },
    ),
    "article deeper down": (
        "article", "2016/other", "2016/a/b",
        {
            "content/articles/2015/report.md": (
                ('See [below](#denial), [itself](report.md), [the other](../2016/other.md#note_again "A title"),',
                 'See [below](#denial), [itself](report.md), [the other](../2016/a/b.md#note_again "A title"),'),
                ("[ref]: <../2016/other.md>", "[ref]: <../2016/a/b.md>"),
            ),
            "content/articles/2015/report.yaml": (
                ("      amnesty says so in [the other](../2016/other.md), and [here](#denial).",
                 "      amnesty says so in [the other](../2016/a/b.md), and [here](#denial)."),
            ),
            "content/articles/2016/other.md": (
                ("aliases: other", "aliases: [other, 2016/other]"),
                ("It is, says [a report](../2015/report.md#ref_denial_2).",
                 "It is, says [a report](../../2015/report.md#ref_denial_2)."),
            ),
        },
    ),
}  # fmt: skip


def as_bytes(texts: Mapping[str, str], end: str = "\n", mark: bytes = b"") -> dict[str, bytes]:
    return {path: mark + text.replace("\n", end).encode() for path, text in texts.items()}


def changed(texts: Mapping[str, str], lines: Lines) -> dict[str, str]:
    """The texts with these lines, each of which is there once."""
    result = dict(texts)
    for path, pairs in lines.items():
        for old, new in pairs:
            assert f"\n{result[path]}".count(f"\n{old}\n") == 1, old
            result[path] = f"\n{result[path]}".replace(f"\n{old}\n", f"\n{new}\n").removeprefix("\n")
    return result


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
@pytest.mark.parametrize(("end", "mark"), [("\n", b""), ("\r\n", codecs.BOM_UTF8)], ids=["unix", "windows"])
def test_the_lines_that_name_it_change_and_no_others(case: tuple[Renamed, str, str, Lines], end: str, mark: bytes):
    kind, old, new, lines = case
    texts = as_bytes(TEXTS, end, mark)
    found = renaming(kind, old, new, texts)
    assert not found.left
    assert {path: edit.after for path, edit in found.edits.items()} == {
        path: text for path, text in as_bytes(changed(TEXTS, lines), end, mark).items() if text != texts[path]
    }
    for path, edit in found.edits.items():
        assert edit.before == texts[path]
        assert edit.undone.after == texts[path]


def test_the_files_of_an_article_move_with_its_layers():
    assert renaming("article", "2015/report", "2016/a/b", as_bytes(TEXTS)).moves == {
        "content/articles/2015/report.md": "content/articles/2016/a/b.md",
        "content/articles/2015/report.yaml": "content/articles/2016/a/b.yaml",
        "content/articles/2015/report.lr.yaml": "content/articles/2016/a/b.lr.yaml",
    }


def test_a_picture_is_found_from_where_the_article_is_then():
    found = renaming("article", "2015/report", "report-of-2015", as_bytes(TEXTS))
    after = found.edits["content/articles/2015/report.md"].after.decode()
    assert "image: {src: map.png, alt: A map}" in after
    assert "`[code](report.md)`, [far](https://example.org/report.md) and ![a map](map.png)." in after
    assert "[ref]: <2016/other.md>" in after


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[0] != "tag"])
def test_there_and_back_only_the_former_id_is_new(name: str):
    kind, old, new, _ = CASES[name]
    texts = as_bytes({path: text.replace("2015/Report", "2015/report") for path, text in TEXTS.items()})
    article, sign, id = old.rpartition("#")
    there = applied(texts, renaming(kind, old, new, texts))
    back = applied(there, renaming(kind, f"{article}{sign}{new}", id, there))
    assert back.keys() == texts.keys()
    added = [line for path in texts for line in back[path].splitlines() if line not in texts[path].splitlines()]
    assert len(added) == 1
    assert b"aliases: [" in added[0]
    assert f"{new}]".encode() in added[0]


def applied(texts: Mapping[str, bytes], found: Renaming) -> dict[str, bytes]:
    """The texts of the site behind a rename."""
    after = {**texts, **{path: edit.after for path, edit in found.edits.items()}}
    return {found.moves.get(path, path): data for path, data in after.items()}


WRONG: dict[str, tuple[Renamed, str, str, str]] = {
    "unknown speaker": ("speaker", "amnasty", "ai", "There is no speaker “amnasty”. … The nearest is “amnesty”."),
    "unknown source": ("source", "amnesty", "ai", "There is no source “amnesty”."),
    "unknown tag": ("tag", "siria", "x", "There is no tag “siria”. … The nearest is “"),
    "unknown article": ("article", "2015/reprot", "x", "There is no article “2015/reprot”. … is “2015/report”."),
    "unknown annotation": (
        "annotation", "2015/report#denail", "x",
        "Article “2015/report” has no annotation “denail”. … The nearest is “denial”.",
    ),
    "annotation without article": ("annotation", "denial", "x", "The article is missing. … `2015/report#"),
    "former article": ("article", "other", "x", "“other” is a former id of article “2016/other”. …"),
    "taken speaker": ("speaker", "amnesty", "irib", "There is a speaker “irib” already (`content/speakers.yaml`"),
    "taken source": ("source", "amnesty-map", "amnesty-report", "There is a source “amnesty-report” already"),
    "taken tag": ("tag", "syria", "AIR strikes", "There is a tag “air strikes” already. … {aliases: [syria]}"),
    "taken article": ("article", "2015/report", "2016/OTHER", "There is an article “2016/other” already."),
    "taken by an alias": ("article", "2015/report", "Other", "“Other” is a former id of article “2016/other”"),
    "taken annotation": ("annotation", "2015/report#denial", "reply", "There is an annotation “reply” in “2015"),
    "another article": ("annotation", "2015/report#denial", "2016/other#x", "“2016/other#x” is in another article"),
    "same": ("speaker", "amnesty", "amnesty", "The speaker is called “amnesty” already."),
    "case alone": ("article", "2015/report", "2015/Report", "“2015/report” and “2015/Report” differ only in case"),
    "wrong id": ("speaker", "amnesty", "Ai Intl", "“Ai Intl” can't be the id of a speaker. … Write `ai-intl`."),
    "in capitals": ("speaker", "irib", "IRIB", "“IRIB” can't be the id of a speaker. … Use small letters a to z"),
    "article in place of an annotation": (
        "annotation", "2015/report", "x", "The article is missing. … as in `2015/report#fairy-tale`.",
    ),
    "no annotation id": ("annotation", "Was it?", "x", "The article is missing. … as in `2015/report#fairy-tale`."),
    "path of an article": (
        "article", "2015/report", "content/articles/2016/x.md",
        "“content/articles/2016/x.md” is the path of a file, and not an id. … Write `2016/x`.",
    ),
    "name of a file": ("article", "2015/report", "x.md", "“x.md” is the path of a file … Write `x`."),
    "reserved id": ("speaker", "amnesty", "outlet", "“outlet” can't be the id of a speaker, because it has a meaning"),
    "device": ("speaker", "amnesty", "con", "“con” can't be the id of a speaker: Windows reserves"),
    "wrong article id": ("article", "2015/report", "2015/what?", "“2015/what?” can't be an article id"),
    "list by date": ("article", "2015/report", "in-2015", "“in-2015” can't be an article id: a list by date"),
    "no tag": ("tag", "syria", "?", "“?” can't be a tag."),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_can_not_be_renamed_is_refused_with_the_next_step(case: tuple[Renamed, str, str, str]):
    kind, old, new, said = case
    with pytest.raises(NotRenamedError) as raised:
        renaming(kind, old, new, as_bytes(TEXTS))
    words = f"{raised.value.why} … {raised.value.step}"
    for part in said.split(" … "):
        assert part in words
    assert raised.value.step.endswith((".", "`.", "”."))


def test_a_file_in_the_way_is_named():
    with pytest.raises(NotRenamedError, match=r"`content/articles/new\.yaml` is in the way"):
        renaming("article", "2015/report", "new", as_bytes(TEXTS), ["content/articles/new.yaml"])
    with pytest.raises(NotRenamedError, match=r"`content/articles/new` is a file, where the new id needs a folder"):
        renaming("article", "2015/report", "new/one", as_bytes(TEXTS), ["content/articles/new"])


@pytest.mark.parametrize("kind", ["speaker", "source"])
def test_a_name_that_would_come_to_mean_another_is_refused(kind: Renamed):
    sidecar = SIDECAR.replace("speaker: press-tv", "speaker: not-here").replace("amnesty-report p.", "not-here p.")
    texts = as_bytes({**TEXTS, "content/articles/2015/report.yaml": sidecar})
    with pytest.raises(NotRenamedError, match=r"report\.yaml`, line \d+, names “not-here” already"):
        renaming(kind, "amnesty" if kind == "speaker" else "amnesty-map", "not-here", texts)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/articles/2016/other.yaml", "<<<<<<< HEAD\nclaims: {}\n=======\nnotes: {}\n>>>>>>> theirs\n"),
        ("content/pages/about.md", "---\ntitle: x\n---\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n"),
        ("content/articles/2016/other.yaml", "claims: [amnesty\n"),
        ("content/articles/2016/other.md", "amnesty, without front matter\n"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(path: str, text: str):
    with pytest.raises(NotRenamedError) as raised:
        renaming("speaker", "amnesty", "ai", as_bytes({**TEXTS, path: text}))
    assert path in raised.value.why


HALF = "x: {name: X}\n=======\ny: {name: Y}\n"


@pytest.mark.parametrize("text", ["x: [\n", HALF, f"<<<<<<< HEAD\n{HALF}>>>>>>> theirs\n", HALF.replace("=", "|")])
@pytest.mark.parametrize("path", ["content/speakers/more.yaml", "content/sources/more.yaml"])
@pytest.mark.parametrize("case", [case[:3] for case in CASES.values()], ids=CASES)
def test_nothing_is_renamed_while_a_file_of_speakers_or_sources_is_broken(
    case: tuple[Renamed, str, str], path: str, text: str
):
    with pytest.raises(NotRenamedError) as raised:
        renaming(*case, as_bytes({**TEXTS, path: text}))
    assert path in raised.value.why


@pytest.mark.parametrize("text", [HALF, HALF.replace("=", "|")])
def test_nothing_is_renamed_while_a_sidecar_is_half_merged(text: str):
    with pytest.raises(NotRenamedError, match=r"2016/other\.yaml"):
        renaming("tag", "syria", "levant", as_bytes({**TEXTS, "content/articles/2016/other.yaml": text}))


NEW_TAG = "a: b, {c}"


@pytest.mark.parametrize(
    ("site", "step"),
    [
        (SITE, f'write `tags: {{"{NEW_TAG}": {{aliases: ["#syria"]}}}}` in `site.yaml`'),
        (f"{SITE}tags: {{other: {{aliases: x}}}}\n", f'write `"{NEW_TAG}": {{aliases: ["#syria"]}}` below `tags` in'),
        (
            f'{SITE}tags: {{"{NEW_TAG}": {{aliases: x}}}}\n',
            f'add `"#syria"` to the `aliases` of `"{NEW_TAG}"` under `tags` in `site.yaml`',
        ),
    ],
)
def test_what_is_offered_for_a_tag_that_is_there_fits_site_yaml(site: str, step: str):
    sidecar = SIDECAR.replace("tags: [syria]", f"tags: ['#syria', '{NEW_TAG}']")
    report = REPORT.replace("tags: [Syria", "tags: ['#Syria'")
    texts = {"site.yaml": site, "content/articles/2015/report.md": report, "content/articles/2015/report.yaml": sidecar}
    with pytest.raises(NotRenamedError) as raised:
        renaming("tag", "#syria", NEW_TAG, as_bytes({**TEXTS, **texts}))
    assert step in raised.value.step


def test_a_list_that_would_have_a_tag_twice_keeps_it_from_being_renamed():
    report = REPORT.replace("tags: [Syria", "tags: [Syria, SYRIA")
    with pytest.raises(NotRenamedError) as raised:
        renaming("tag", "syria", "levant", as_bytes({**TEXTS, "content/articles/2015/report.md": report}))
    assert raised.value.why == (
        "`content/articles/2015/report.md`, line 5: “Syria” and “SYRIA” are one tag, and the list would have the new "
        "one twice."
    )


def test_a_speaker_that_sidecars_describe_keeps_its_former_id_in_each():
    entry = "speakers:\n  smith: {name: Ann Smith}\nclaims:\n  ID: {speaker: smith, quote: x}\n"
    sidecars = {"content/articles/2015/report.yaml": "a", "content/articles/2016/other.yaml": "b"}
    texts = {**TEXTS, **{path: entry.replace("ID", id) for path, id in sidecars.items()}}
    found = renaming("speaker", "smith", "ann-smith", as_bytes(texts))
    for path, id in sidecars.items():
        assert found.edits[path].after.decode() == (
            f"speakers:\n  ann-smith: {{name: Ann Smith, aliases: [smith]}}\n"
            f"claims:\n  {id}: {{speaker: ann-smith, quote: x}}\n"
        )


SCHEMA = "# yaml-language-server: $schema={}schema/annotations.schema.json"


@pytest.mark.parametrize(("new", "up"), [("2016/a/b", "../../../../"), ("b", "../../"), ("2014/b", "../../../")])
def test_the_comment_with_the_schema_leads_there_from_another_folder(new: str, up: str):
    comment = SCHEMA.format("../../../")
    site = "# yaml-language-server: $schema=https://example.org/a.json\n# $schema=../../../no\n"
    texts = as_bytes(
        {
            **TEXTS,
            "content/articles/2015/report.yaml": f"{comment}\n# Ours.\n{SIDECAR}",
            "content/articles/2015/report.lr.yaml": f"{site}{LAYER}",
            "content/articles/2016/other.yaml": f"{comment}\n{OTHER_SIDECAR}",
        }
    )
    found = renaming("article", "2015/report", new, texts)
    after = applied(texts, found)
    assert after[f"content/articles/{new}.yaml"].decode().startswith(f"{SCHEMA.format(up)}\n# Ours.\nspeakers:\n")
    assert after[f"content/articles/{new}.lr.yaml"].decode().startswith(site)
    assert after["content/articles/2016/other.yaml"].decode().startswith(f"{comment}\n")
    moved = found.fields.get("content/articles/2015/report.yaml", {})
    assert moved.get("schema") == ([1] if up != "../../../" else None)


def test_a_bare_reference_of_a_layer_means_its_own_annotation_first():
    layer = "claims:\n  denial: {speaker: x, quote: map}\ncounterpoints:\n  no: {to: [denial, 2015/report#denial]}\n"
    path = "content/articles/2015/report.lr.yaml"
    found = renaming("annotation", "2015/report#denial", "no-such", as_bytes({**TEXTS, path: layer}))
    assert found.edits[path].after.decode() == layer.replace("2015/report#denial", "2015/report#no-such")


def test_references_by_a_former_id_of_the_article_are_rewritten_too():
    sidecar = "claims:\n  x: {speaker: outlet, quote: a, repeats: 'other#again'}\n"
    path = "content/articles/2015/report.yaml"
    found = renaming("annotation", "2016/other#again", "once-more", as_bytes({**TEXTS, path: sidecar}))
    assert "repeats: 'other#once-more'" in found.edits[path].after.decode()


def test_a_tag_with_an_entry_keeps_its_older_spellings():
    texts = as_bytes({**TEXTS, "site.yaml": "title: x\ntags: {Syria: {aliases: [Sham, Syrie]}, other: {aliases: a}}\n"})
    found = renaming("tag", "Syria", "Levant", texts)
    assert found.edits["site.yaml"].after.decode() == (
        "title: x\ntags: {Levant: {aliases: [Sham, Syrie, Syria]}, other: {aliases: a}}\n"
    )
    found = renaming("tag", "air strikes", "raids", texts)
    assert found.edits["site.yaml"].after.decode() == (
        "title: x\ntags: {Syria: {aliases: [Sham, Syrie]}, other: {aliases: a}, raids: {aliases: [air strikes]}}\n"
    )
    with pytest.raises(NotRenamedError, match=r"“Sham” is a former spelling of tag “Syria”"):
        renaming("tag", "air strikes", "Sham", texts)
    with pytest.raises(NotRenamedError, match=r"“syrie” is a former spelling of tag “Syria”"):
        renaming("tag", "syrie", "x", texts)
