"""Law 3, judged by `oracle`: random quotes of random texts in thirteen groups of scripts.

A quote is cut from its text where words end or anywhere, typed otherwise or edited, with context, `times` or as a
range. What the program marks the oracle must mark, and the other way round.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest

from generator.compiling.anchoring import anchor_all
from generator.formats.sidecar import read_sidecar
from generator.model import PARTS, QuoteSelector
from generator.text import find, normalized
from tests.text import oracle

ZWJ = "\u200d"
EDGES = [
    *("1,200 dead", "200 dead", "3.5", "12:30", "1/2", "23/12/2015", "1'200", "1’200", "1\u00a0200", "1\u202f200"),
    *("5\u00a0120\u00a0000", "2\u00a030", "2014-2015", "F-16", "−5 °C", "-5 °C", "–5", "(+5)", "“−5”", '"-5"', "±2"),
    *(
        "—5",
        "−$5",
        "¿-5",
        "can’t",
        "don't",
        "couldn’t",
        "can",
        "couldn",
        "‘we can’t’",
        "’t",
        "l’État",
        "it’s",
        "Ahmet’te",
    ),
    *("🇦🇺🇸🇪", "🇺🇸", "🇸🇪", "🇦🇺", "1️⃣", "👍🏽", "👍", f"👨{ZWJ}👩{ZWJ}👧", "👨", "👧", "❤️", "❤"),
    *("e\u0301tat", "état", "x\u0301y", "co\u00adop", "a\u200bb", "“so”", "«so»", '"so"', "so … on", "so ... on"),
    *("well-known", "wait…", "known", "can’t", "won’t", "世界人权", "没有报告", "一千二百人", "３万5千人"),
]
"""What edges fall inside of, in every script."""

GROUPS: dict[str, tuple[str, str]] = {
    # name: (words, what joins them)
    "Latin": (
        "He says the report therapist rapist unable able holds nothing a mother her other one naïve sv”ar ”nej”",
        " ",
    ),
    "Cyrillic": ("Отчёт ничего не говорит «ложь» и нет нового в докладе 1200 12 к е\u0308лка", " "),
    "Arabic": ("والكتاب الكتاب و كتاب ١٬٢٠٠ ٢٠٠ قتيل ٣٫٥ لا قال “كذب” ١٢٠٠ ،٢ كَتَبَ \u200fنعم", " "),
    "Persian": ("می\u200cخواهم خواهم می کتاب‌ها ها ۱۲۰۰ ۲۰۰ نفر ۱٬۲۰۰ نه گفت «دروغ» رفته\u200cاند", " "),
    "Hebrew": ("צה״ל מר ואמר כהן והספר הספר ספר לא אמר ״שקר״ שָׁלוֹם ב־5 1,200 ל״ג", " "),
    "Chinese and Japanese": (
        "一千二百人 二百人 死亡3万人 万人 他说“不” 没有 报告 一些人 二〇一五年 二○一五年 ○三月 "
        "百万 报\n告 １２００ 在12：30 参加 叁拾元 か\u3099 がある です。 東京 ｶﾞｽ は-5度 ：-5度 葛\U000e0100",
        "",
    ),
    "Korean": ("보고서는 보고서 거짓 이다 \u1112\u1161\u11ab 한 없다 1,200명 200명 이름 \u1112\u119e\u11ab", " "),
    "Thai": ("มี ๑๒๐๐ ๒๐๐ คน ไม่มี หลักฐาน ทำ ท งาน กำ ๑,๒๐๐ ๑๒:๓๐ น้ำ", ""),
    "Khmer, Lao and Burmese": ("មាន ១២០០ ២០០ នាក់ ក្សត្រ ក ស ມີ ໑໒໐໐ ໒໐໐ ຄົນ ນໍ້າ ກຳ လူ ၁၂၀၀ ၂၀၀ သေ မြန်မာ မာ က္က \u200b", ""),
    "Hindi": ("क्षत्रिय षत्रिय क् ष राम की क किताब १२०० २०० लोग १,२०० नहीं सच् सच्चा क्\u200dष क्\u200cष", " "),
    "Vietnamese": (
        "Không có gì mới ô tô tờ báo nói đ\u1ea1i hội dối trá 1.200 200 người e\u0302\u0301 ế kho\u0302ng",
        " ",
    ),
    "emoji": (
        f"🇦🇺 🇸🇪🇦🇺🇸🇪 🇺🇸 🇦 🇸 👨{ZWJ}👩{ZWJ}👧 👩{ZWJ}👧 👩 👩🏽{ZWJ}💻 💻 👍🏽 🏽 👍 1️⃣ 1 #️⃣ ❤️ ❤️{ZWJ}🔥 🔥 ok "
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🏴 ©️ © 🇦\u200b🇺 👨\u200b👩",
        "",
    ),
    "odd forms": (
        "ﬁne ½ 1½ ² x² Ⅳ ① １２ ａｂ ＋5 ﹢5 －5 \u06005 \u0600١ ʼt canʼt can´t can＇t a\u0301\u0323 \u0301x "
        "a\u00ad\u0301 \u2066so\u2069 "
        ".5 −.5 1⁄2 1∶2 \u00a0 \u3000 \u2009 a\u2060b `so` ‚so‘ ……",
        " ",
    ),
}

OTHERWISE = {
    " ": ["  ", "\n", "\u00a0", " \u200b", "\u2009"],
    "“": ['"', "«", "„"],
    "”": ['"', "»", "“"],
    '"': ["“", "”"],
    "'": ["’", "‘"],
    "’": ["'", "`"],
    "-": ["–", "—", "−"],
    "−": ["-", "–"],
    "–": ["-"],
    "…": ["..."],
    ZWJ: [""],
    "\u00a0": [" "],
    "\u202f": [" "],
}
"""Ways to type a character that make no difference, and some that do."""


@dataclass
class Quote:
    """A selector as it is given to the program, and what kind of quote it is."""

    selector: QuoteSelector
    kind: str


def a_text(rng: random.Random, group: str) -> str:
    words, joint = GROUPS[group]
    own = words.split(" ")
    out = ""
    for _ in range(rng.randint(4, 14)):
        out += rng.choice(own if rng.random() < 0.65 else EDGES)
        out += rng.choices([joint, " ", "\n", "", ", ", ". ", "\u00a0"], [12, 4, 2, 1, 1, 1, 1])[0]
    return out.strip() or "a"


class Cutter:
    """Cuts quotes out of one text: where words end, where no quote may begin or end, or anywhere."""

    def __init__(self, rng: random.Random, text: oracle.Text) -> None:
        self.rng = rng
        self.text = source = text.source
        self.likely = [i for i in range(len(source) + 1) if not source[:i].strip() or not source[i:].strip()]
        self.likely += [i for i in range(1, len(source)) if source[i - 1].isspace() != source[i].isspace()]
        inside = [i for i in range(1, len(text.chars)) if text.inside(i) not in ("", "word") or text.cuts_character(i)]
        self.tempting = [text.chars[i].start for i in inside]
        self.negations = [text.chars[i].start for i in range(1, len(text.chars)) if text.cuts_negation(i)]

    def stretch(self, after: int = 0) -> tuple[int, int]:
        """The range of a passage that begins at an offset or later."""
        start = self._edge(after, len(self.text) - 1, self.tempting)
        end = self._edge(
            start + 1, min(len(self.text), start + self.rng.randint(3, 25)), self.tempting + self.negations
        )
        return start, max(end, start + 1)

    def _edge(self, low: int, high: int, tempting: list[int]) -> int:
        edges = self.rng.choices([self.likely, tempting, range(low, high + 1)], [5, 2, 2])[0]
        return self.rng.choice([i for i in edges if low <= i <= high] or [min(low, len(self.text))])

    def quote(self) -> Quote:
        kinds = ["cut", "typed otherwise", "edited", "context", "times", "range", "ellipsis"]
        kind = self.rng.choices(kinds, [6, 3, 2, 6, 2, 2, 2])[0]
        start, end = self.stretch()
        exact = self.text[start:end]
        if kind in ("range", "ellipsis"):
            return self._range(kind, exact, end)
        if kind == "times":
            return Quote(QuoteSelector(exact, times=self.rng.randint(1, 3)), kind)
        if kind == "context":
            return self._with_context(start, end)
        if kind == "typed otherwise":
            exact = unicodedata.normalize("NFC" if self.rng.random() < 0.5 else "NFD", exact)
            exact = "".join(self.rng.choice([c, *OTHERWISE.get(c, [])]) for c in exact)
            exact = self.rng.choice(["", " ", "\u200b"]) + exact + self.rng.choice(["", "\n", "\u00ad"])
        elif kind == "cut":  # as an editor wraps a long line
            exact = "".join(c + "\n" if oracle.wide(c) and self.rng.random() < 0.5 else c for c in exact)
        elif kind == "edited":
            at = self.rng.randint(0, len(exact))
            new = self.rng.choice(["5", "t", " ", ",", "人", "\n", "\u0301", "’"])
            exact = exact[:at] + new + exact[at + self.rng.randint(0, 1) :]
        return Quote(QuoteSelector(exact, plain=self.rng.random() < 0.5), kind)

    def _range(self, kind: str, first: str, end: int) -> Quote:
        if self.rng.random() < 0.6:  # whole words, so that some ranges have a place
            edges = [0, *sorted({*self.likely, len(self.text)})]
            n, m = sorted((self.rng.randrange(len(edges) - 1), self.rng.randrange(len(edges) - 1)))
            first, last = self.text[edges[n] : edges[n + 1]], self.text[edges[m] : edges[m + 1]]
        else:
            last = self.text[slice(*self.stretch(min(end, len(self.text) - 1)))]
        first, last = first.strip() or "a", last.strip() or "a"
        if kind == "range":
            return Quote(QuoteSelector(start=first, end=last), kind)
        sign = self.rng.choice([" … ", " … ", " ... ", "… ", " … … "])
        return Quote(QuoteSelector(first + sign + last, plain=True), kind)

    def _with_context(self, start: int, end: int) -> Quote:
        before = self.text[max(0, start - self.rng.randint(0, 6)) : start]
        after = self.text[end : end + self.rng.randint(0, 6)]
        changes: list[Callable[[str], str]] = [
            str,
            str,
            str,
            str.strip,
            str.rstrip,
            str.lstrip,
            " {}".format,
            "{} ".format,
            "\u200e{}".format,
        ]
        change = self.rng.choice(changes)
        side = self.rng.randint(0, 2)
        prefix, suffix = change(before) if side < 2 else "", change(after) if side > 0 else ""
        return Quote(QuoteSelector(self.text[start:end], prefix, suffix), "context")


def wanted(text: oracle.Text, s: QuoteSelector, met: Counter[str]) -> list[oracle.Span]:
    """The places that the oracle gives a quote; adds what it met to a tally."""
    if s.start:
        return oracle.of_range(text, s.start, s.end)
    places = oracle.places(text, s.exact, s.prefix, s.suffix)
    met.update(places.refused)
    met["shown by context"] += len(set(places.spans) - set(oracle.places(text, s.exact).spans))
    met["space demanded"] += s.prefix[-1:] == " " and places.refused["prefix"]
    met["wrapped line"] += bool(places.spans) and oracle.joined_lines(s.exact.strip()) != s.exact.strip()
    return oracle.of_plain(text, s.exact) if s.plain else places.spans


def found(text: str, s: QuoteSelector) -> list[oracle.Span]:
    """The places that the program gives it."""
    return list(find(normalized(text), s).spans)


def in_yaml(s: QuoteSelector) -> str:
    if s.plain:
        return escaped(s.exact)
    keys = {"exact": s.exact, "prefix": s.prefix, "suffix": s.suffix, "from": s.start, "to": s.end}
    times = ", times: " + str(s.times) if s.times > 1 else ""
    return "{" + ", ".join(f"{key}: {escaped(value)}" for key, value in keys.items() if value) + times + "}"


def escaped(text: str) -> str:
    return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text) + '"'


def marked(text: str, quotes: list[Quote]) -> list[list[oracle.Span]]:
    """What a whole sidecar of these quotes marks in a body that is this text."""
    entries = "".join(f"  q{n}:\n    quote: {in_yaml(quote.selector)}\n" for n, quote in enumerate(quotes))
    sidecar = read_sidecar(f"notes:\n{entries}".encode(), "content/articles/a.yaml", "a")
    anchored = anchor_all(sidecar, {part: text if part == "body" else "" for part in PARTS})
    return [
        [(start, end) for _, start, end in anchored[f"q{n}"].spans] if f"q{n}" in anchored else []
        for n in range(len(quotes))
    ]


@dataclass
class Tally:
    """What a run has met, by kind: quotes marked and not, and the rules that decided."""

    outcomes: Counter[tuple[str, bool]]
    met: Counter[str]


def judge(seed: int, quotes_wanted: int) -> Tally:
    """Compares the program with the oracle, ten quotes a text; each group of scripts in turn."""
    rng = random.Random(seed)
    tally = Tally(Counter(), Counter())
    groups = list(GROUPS)
    for n in range(-(-quotes_wanted // 10)):
        group = groups[n % len(groups)]
        text = a_text(rng, group)
        judged = oracle.Text(text)
        cutter = Cutter(rng, judged)
        quotes = [cutter.quote() for _ in range(10)]
        for quote, spans in zip(quotes, marked(text, quotes), strict=True):
            s = quote.selector
            right = wanted(judged, s, tally.met)
            assert found(text, s) == right, (text, s)
            if len(right) != s.times or any(a[1] > b[0] for a, b in pairwise(right)):
                right = []  # one place too many or too few; or two that share words, which no annotation may have
            assert spans == right, (text, s)
            tally.outcomes[group, bool(right)] += 1
            tally.outcomes[quote.kind, bool(right)] += 1
    return tally


KINDS = ["cut", "typed otherwise", "edited", "context", "times", "range", "ellipsis"]
RULES = ["word", "digits", "number", "Han number", "sign", "negation", "character", "prefix", "suffix"]
RULES += ["shown by context", "space demanded", "wrapped line"]


def test_500_quotes_are_marked_where_the_oracle_marks_them_and_nowhere_else():
    tally = judge(20261126, 500)
    assert [one for one in (*GROUPS, *KINDS) if not (tally.outcomes[one, True] and tally.outcomes[one, False])] == []
    assert [rule for rule in RULES if not tally.met[rule]] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_20_000_quotes_are_marked_where_the_oracle_marks_them_and_nowhere_else(seed):
    tally = judge(seed, 5_000)
    few = [one for one in (*GROUPS, *KINDS) if min(tally.outcomes[one, True], tally.outcomes[one, False]) < 10]
    assert few == []
    assert [rule for rule in RULES if tally.met[rule] < 10] == []
