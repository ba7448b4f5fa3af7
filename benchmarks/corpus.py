"""An archive of invented articles with annotations; knows nothing of the programs that build sites of it.

Article `i` is the same for every size, machine and version of Python, so that figures can be compared. Words are
invented, sentences are as news has them: quotation marks, dashes, no-break spaces, links, emphasis. Each quote stands
exactly once in its article, so that a build reports nothing. One quote in 15 or so runs across emphasis or a link, and
as many overlap another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

SEED = "counterpoint"
SECTIONS = ("politics", "economy", "science", "health", "culture", "sport", "world", "local")
VERDICTS = ("supported", "false", "unsupported", "missing-context", "unverified")

_FIRST_DAY, _DAYS = date(2014, 1, 1), 3652
_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Speaker:
    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class Counterpoint:
    """`statement` is plain text, `note` Markdown."""

    id: str
    statement: str
    note: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """`speaker` is an id; `quote` words of the article as they are read, `note` Markdown."""

    id: str
    speaker: str
    verdict: str
    quote: str
    note: str
    counterpoints: tuple[Counterpoint, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """`blocks` are the parts of its Markdown between empty lines, the first of them a paragraph."""

    slug: str
    title: str
    date: str
    publisher: str
    section: str
    url: str
    tags: tuple[str, ...]
    blocks: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def body(self) -> str:
        return "\n\n".join(self.blocks) + "\n"

    @property
    def year(self) -> str:
        return self.date[:4]


# ── words and sentences ──────────────────────────────────────────────────────────────────────────────────────────

_ONSETS = "b c d f g h l m n p r s t v br cl dr gr pl st tr".split()
_VOWELS = "a e i o u ai ea ou".split()
_CODAS = "n r l s t m d sk nd rt".split()


def _invented(chance: random.Random, syllables: int) -> str:
    def syllable() -> str:
        coda = chance.choice(_CODAS) if chance.random() < 0.5 else ""
        return chance.choice(_ONSETS) + chance.choice(_VOWELS) + coda

    return "".join(syllable() for _ in range(syllables))


def _vocabulary(name: str, count: int, syllables: Sequence[int]) -> list[str]:
    """That many invented words, each once."""
    chance, words = random.Random(f"{SEED}:{name}"), dict[str, None]()
    while len(words) < count:
        words[_invented(chance, chance.choice(syllables))] = None
    return list(words)


_NOUNS = [
    *"council report budget water bridge school library harbour station market field valley road plan study".split(),
    *"survey agency company museum festival committee weather season harvest ferry railway garden hospital".split(),
    *"clinic figure sample measure estimate record archive district village region forecast project permit".split(),
    *_vocabulary("nouns", 3000, (2, 2, 3)),
]
_ADJECTIVES = [
    *"local annual recent public regional early late open northern central quiet steady modest large small".split(),
    *_vocabulary("adjectives", 400, (2,)),
]
_VERBS = "said showed noted reported found announced confirmed described reviewed measured published planned".split()
_TAGS = _vocabulary("tags", 100, (2,))
_PAPERS = ("Courier", "Gazette", "Herald", "Post", "Times")
PUBLISHERS = [f"{word.title()} {_PAPERS[i % 5]}" for i, word in enumerate(_vocabulary("publishers", 20, (2,)))]
_ROLES = ("Mayor", "Director", "Analyst", "Minister", "Professor", "Spokesperson")
SPEAKERS = tuple(
    Speaker(f"sp{i:03d}", f"{word.title()} {_NOUNS[-i - 1].title()}", _ROLES[i % 6])
    for i, word in enumerate(_vocabulary("speakers", 200, (2,)))
)

_SENTENCES = (
    "The {adjective} {noun} {verb} that the {noun} near the {noun} was {adjective} in {year}.",
    "About {number}{nbsp}% of the {noun} {noun}s were {adjective}, according to the {noun} {noun}.",
    "“We {verb} the {noun} and the {noun},” the {adjective} {noun} {verb} on the {noun}’s {noun}.",
    "It cost {number}{nbsp}million for the {noun}, while the {adjective} {noun} stayed {adjective} to {day}{nbsp}May.",
    "No {noun} in the {noun} has been so {adjective} since the {noun} {noun} – a {adjective} {noun} – in {year}.",
    "Officials at the {noun} {verb} a {adjective} {noun} for every {noun}, and the {noun} {verb} it later.",
    "That {noun}’s {adjective} {noun} is expected to reach {day}{nbsp}km by the end of the {noun}.",
    "In the {noun}, the {noun} of {noun} and {noun} {verb} more {noun}s than the {adjective} {noun} did before.",
)


class _Writer:
    """Chance, and what is written by it."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)

    def noun(self) -> str:
        """One of the early nouns more often, as in a language."""
        return _NOUNS[int(len(_NOUNS) * self.chance.random() ** 3)]

    def sentence(self) -> str:
        return re.sub(r"\{(\w+)\}", lambda blank: self._fill(blank[1]), self.chance.choice(_SENTENCES))

    def _fill(self, kind: str) -> str:
        match kind:
            case "noun":
                return self.noun()
            case "adjective":
                return _ADJECTIVES[int(len(_ADJECTIVES) * self.chance.random() ** 2)]
            case "verb":
                return self.chance.choice(_VERBS)
            case "nbsp":
                return _NO_BREAK
        first, last = {"number": (2, 97), "day": (1, 28), "year": (1950, 2013)}[kind]
        return str(self.chance.randint(first, last))

    def title(self) -> str:
        words = f"{self.noun().title()} {self.noun()} {self.chance.choice(_VERBS)} {self.noun()}"
        return f"{words} ‘{self.noun()}’ in {self.noun()}"

    def note(self) -> str:
        """About forty words of Markdown, the first thirty of them plain."""
        plain = ""
        while len(plain.split()) < 30:
            plain = f"{plain} {self.sentence()}".lstrip()
        word, page = self.noun(), self.chance.randint(1, 9999)
        return f"{plain} See the *{word}* [{self.noun()} note](https://example.org/{word}/{page})."


# ── an article ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Sentence:
    """As it is read, and as it is written."""

    plain: str
    markdown: str

    @property
    def is_plain(self) -> bool:
        return self.plain == self.markdown


def article(number: int) -> Article:
    """The article with that number, from 0."""
    writer = _Writer(f"{SEED}:{number}")
    day = _FIRST_DAY + timedelta(days=writer.chance.randrange(_DAYS))
    slug = f"a{number:06d}-{writer.noun()}-{writer.noun()}"
    paragraphs = [_paragraph(writer, number) for _ in range(writer.chance.randint(8, 12))]
    return Article(
        slug=slug,
        title=writer.title(),
        date=day.isoformat(),
        publisher=writer.chance.choice(PUBLISHERS),
        section=writer.chance.choice(SECTIONS),
        url=f"https://news.example.com/{day.year}/{slug}.html",
        tags=tuple(sorted(writer.chance.sample(_TAGS, writer.chance.randint(2, 4)))),
        blocks=tuple(_blocks(writer, paragraphs)),
        claims=_claims(writer, paragraphs, day),
    )


def articles(count: int) -> Iterator[Article]:
    return map(article, range(count))


def _paragraph(writer: _Writer, number: int) -> list[_Sentence]:
    return [_sentence(writer, number) for _ in range(writer.chance.choice((2, 3, 3, 3, 3)))]


def _sentence(writer: _Writer, number: int) -> _Sentence:
    """One sentence of four has a word that is emphasised or leads somewhere."""
    plain = writer.sentence()
    words = plain.split(" ")
    place = writer.chance.randrange(2, len(words) - 1)
    written = writer.chance.choices(
        ("{}", "*{}*", "**{}**", f"[{{}}](https://example.com/{number}/{place})"), (75, 11, 6, 8)
    )[0]
    if words[place].isalpha():
        words[place] = written.format(words[place])
    return _Sentence(plain, " ".join(words))


def _blocks(writer: _Writer, paragraphs: list[list[_Sentence]]) -> Iterator[str]:
    """The paragraphs, one of them a block quote, and a heading in the middle."""
    quoted = writer.chance.randrange(2, len(paragraphs))
    for i, paragraph in enumerate(paragraphs):
        yield ("> " if i == quoted else "") + " ".join(sentence.markdown for sentence in paragraph)
        if i == len(paragraphs) // 2:
            yield f"## {writer.noun().title()} {writer.noun()}"


def _claims(writer: _Writer, paragraphs: list[list[_Sentence]], day: date) -> tuple[Claim, ...]:
    """Five to seven claims, and among them two to four counter-points."""
    chance = writer.chance
    quotes = list(islice(_quotes(writer, paragraphs), chance.choice((5, 6, 6, 7))))
    speakers = chance.sample(SPEAKERS, chance.choice((2, 3, 3, 4)))
    answered = chance.choices(range(len(quotes)), k=chance.choice((2, 3, 3, 4)))
    return tuple(
        Claim(
            id=f"c{i + 1}",
            speaker=chance.choice(speakers).id,
            verdict=chance.choice(VERDICTS),
            quote=quote,
            note=writer.note(),
            counterpoints=tuple(_counterpoint(writer, k, day) for k, to in enumerate(answered) if to == i),
        )
        for i, quote in enumerate(quotes)
    )


def _quotes(writer: _Writer, paragraphs: list[list[_Sentence]]) -> Iterator[str]:
    """Stretches of 6 to 15 words, each of which stands once in the text: one of a sentence, or two that overlap."""
    chance = writer.chance
    text = "\n".join(" ".join(sentence.plain for sentence in paragraph) for paragraph in paragraphs)
    sentences = [s for paragraph in paragraphs for s in paragraph if s.is_plain or chance.random() < 0.35]
    chance.shuffle(sentences)
    for sentence in sentences:
        words = sentence.plain.rstrip(".").split(" ")
        start = chance.randrange(max(1, len(words) - 8))
        end = start + chance.randint(8, 15)
        stretches = [words[start:end], words[start + 3 : end + 2]] if chance.random() < 0.08 else [words[start:end]]
        quotes = [" ".join(stretch) for stretch in stretches if len(stretch) > 5]
        yield from (quote for quote in quotes if text.count(quote) == 1)


def _counterpoint(writer: _Writer, number: int, day: date) -> Counterpoint:
    note = writer.note()
    statement = " ".join(note.split(" ")[:8]).rstrip(".,")
    return Counterpoint(f"k{number + 1}", statement, note, (_source(writer, day), _source(writer, day)))


def _source(writer: _Writer, day: date) -> Source:
    return Source(
        title=f"{writer.noun().title()} {writer.noun()} {writer.noun()}",
        url=f"https://source.example.net/{writer.noun()}/{writer.chance.randint(1, 99999)}",
        date=(day + timedelta(days=writer.chance.randint(1, 400))).isoformat(),
    )


# ── edits ────────────────────────────────────────────────────────────────────────────────────────────────────────


def with_body_edited(article: Article, edition: int) -> Article:
    """With a sentence more at the end of the first paragraph; another edition, another sentence."""
    first, *rest = article.blocks
    return replace(article, blocks=(f"{first} {edited_words(edition)}", *rest))


def with_note_edited(article: Article, edition: int) -> Article:
    first, *rest = article.claims
    return replace(article, claims=(replace(first, note=f"{first.note} {edited_words(edition)}"), *rest))


def with_verdict_changed(article: Article) -> Article:
    """With the next verdict for its first claim."""
    first, *rest = article.claims
    verdict = VERDICTS[(VERDICTS.index(first.verdict) + 1) % len(VERDICTS)]
    return replace(article, claims=(replace(first, verdict=verdict), *rest))


def with_speaker_renamed(number: int, edition: int) -> tuple[Speaker, ...]:
    """All speakers, that one under a new name."""
    renamed = replace(SPEAKERS[number], name=f"{SPEAKERS[number].name} {edition}")
    return (*SPEAKERS[:number], renamed, *SPEAKERS[number + 1 :])


def edited_words(edition: int) -> str:
    """The sentence that an edit adds: it stands nowhere else."""
    return f"This is edition {edition} of it."
